// Parts that pages share: an instant, a list of changes, a button that posts.
import type { Child } from 'hono/jsx';
import type { Change } from '../../workspace/api.ts';
import { fromTo, groupByEngagement, SIDE_NAMES, SIGNS, utc } from '../wording.ts';

export function Time(props: { at: string | null; none?: string }) {
  if (props.at === null) return <span class="quiet">{props.none ?? 'never'}</span>;
  return <time datetime={props.at}>{utc(props.at)}</time>;
}

export function PostButton(props: { action: string; fields?: Record<string, string>; children: Child }) {
  return (
    <form method="post" action={props.action} class="inline">
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit">{props.children}</button>
    </form>
  );
}

/** A link only when it is https: an address that came from elsewhere is never made a `javascript:` one. */
export function Link(props: { href: string | null; children: Child }) {
  if (props.href === null || !props.href.startsWith('https://')) return <>{props.children}</>;
  return (
    <a href={props.href} rel="noreferrer">
      {props.children}
    </a>
  );
}

const KIND_NAMES = {
  make: 'makes',
  move: 'moves',
  cancel: 'cancels',
  restore: 'brings back',
  change: 'changes',
  comment: 'comments',
} as const satisfies Record<Change['kind'], string>;

/** Changes grouped by engagement, as a diff reads. */
export function Changes(props: {
  changes: readonly (Change & { readonly outcome?: 'done' | 'failed'; readonly failure?: string | null })[];
}) {
  return (
    <>
      {groupByEngagement(props.changes).map((group) => (
        <section class="changes">
          <h3>{group.name}</h3>
          <ul>
            {group.changes.map((change) => (
              <li class={`change ${change.kind}`}>
                <span class="sign" title={KIND_NAMES[change.kind]}>
                  {SIGNS[change.kind]}
                </span>
                <span>
                  <strong>{change.what}</strong> <span class="when">{fromTo(change)}</span>{' '}
                  <span class="tag">{SIDE_NAMES[change.side]}</span>
                  {change.outcome === 'failed' && <span class="tag bad">failed: {change.failure}</span>}
                  <br />
                  <span class="quiet">
                    {change.why}
                    {change.mails.length > 0 && ` Mails ${change.mails.join(', ')}.`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
