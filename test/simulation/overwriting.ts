// What a write of ours to a page ends of what people had set there (W1, S31): Notion has no If-Match.
import type { Json, Shown } from './seen.ts';
import { cancels, type Version } from './version.ts';

/** A write that landed on a page of which the engine was last shown what there was at `knew`. */
export interface Overwriting {
  readonly page: string;
  readonly engagement: string;
  readonly knew: number;
  /** What Notion showed right before it and after it. */
  readonly before: Shown;
  readonly after: Shown;
  readonly body: Json;
}

/** Notes which values the window W1 ended. */
export function noteOverwritten(versions: readonly Version[], write: Overwriting): void {
  const { page, engagement, knew, before, after, body } = write;
  for (const version of versions) {
    if (version.engagement !== engagement || version.side !== 'notion' || version.page !== page) continue;
    const { field } = version;
    const spelled = page !== engagement && field === 'project-retro' ? 'project-page' : field;
    const [was, is] = [before.get(spelled) ?? 'none', after.get(spelled) ?? 'none'];
    const [kept, keeps] = [before, after].map((shown) => shown.get(`kept:${spelled}`));
    // A page that a person cancelled and that we make Cancelled says the same of both.
    const isLikeOurs = version.value === 'none' && is === 'none' && cancels(body);
    const isOver =
      isLikeOurs || (was === version.value && is !== was) || (kept === version.value && keeps !== kept);
    if (isOver && version.order > knew) version.ended ??= 'W1';
    // A cancellation stands beside what we wrote, and looks as if it were younger than that.
    if (version.order <= knew || version.value !== 'none' || is !== 'none') continue;
    for (const other of versions)
      if (
        other.engagement === engagement &&
        other.field === field &&
        other.side === 'calendar' &&
        other.order < version.order
      )
        other.ended ??= 'W1';
  }
}
