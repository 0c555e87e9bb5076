// The frame of the pages that people reach by a signed link, and their short answers. Like every page: no script, nothing from
// elsewhere. The dull one is the same to the byte whatever was wrong with a link.
import type { Child } from 'hono/jsx';

export function Frame(props: { title: string; children: Child }) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{props.title}</title>
        <link rel="stylesheet" href="/style.css" />
        <link rel="stylesheet" href="/forms.css" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      </head>
      <body class="form">
        <main>{props.children}</main>
      </body>
    </html>
  );
}

/** One heading and one sentence. */
function Short(props: { title: string; children: Child }) {
  return (
    <Frame title={props.title}>
      <h1>{props.title}</h1>
      <p>{props.children}</p>
    </Frame>
  );
}

export const Dull = () => (
  <Short title="There is nothing here">
    This link does not lead anywhere, or not any more. Take it from the page in Notion again.
  </Short>
);

export const TooMany = (props: { seconds: number }) => (
  <Short title="A little slower, please">
    {`Too much was sent from here just now. Try again in ${props.seconds} seconds; nothing of this was kept.`}
  </Short>
);

/** What is wrong with a form, before it. Each field says it once more. */
export function Faults(props: { faults: readonly (readonly [field: string, words: string])[] }) {
  if (props.faults.length === 0) return null;
  return (
    <div class="card notice bad" role="alert" tabindex={-1} autofocus>
      <p>
        <strong>Not sent yet.</strong>
      </p>
      <ul>
        {props.faults.map(([field, words]) => (
          <li>
            <a href={`#${field}`}>{words}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is wrong with one field, beneath it; fields name it by `aria-describedby`. */
export function Fault(props: { id: string; words: string | undefined }) {
  if (props.words === undefined) return null;
  return (
    <p class="bad fault" id={props.id}>
      {props.words}
    </p>
  );
}
