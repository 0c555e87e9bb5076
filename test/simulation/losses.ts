// What became of each value that a person set: it stands on both sides, was replaced by somebody who saw it, or is said
// in the activity log or in a comment. Else a rule of the spec ended it, which is named, or it is lost.
import { ENDINGS } from './endings.ts';
import type { Missing } from './missing.ts';
import { eventsOf, type Shown, say } from './seen.ts';
import type { Story } from './story.ts';
import { isSame, type Version } from './version.ts';

/**
 * Judges what was lost. `strict`: windows and rules that do not count, to show what they are needed for; `found`: every
 * value counts as lost that none of them ended, to show how far they go.
 */
export function createJudge(story: Story, wrong: (words: string) => void, strict: readonly string[]) {
  const { versions, isSaid, isTakenForOurs } = story;
  const excused = new Map<string, number>();

  /** Every value that nobody replaced knowingly has to be somewhere. */
  function findAll(notion: Map<string, Shown>, calendar: Map<string, Shown>) {
    for (const version of versions) {
      const { engagement, field, value } = version;
      if (version.isReplaced) continue;
      const n = notion.get(engagement) ?? new Map<string, string>();
      const c = calendar.get(engagement) ?? new Map<string, string>();
      if (!strict.includes('found') && isFound(version, n, c)) continue;
      const it: Missing = {
        story,
        version,
        n,
        c,
        inNotion: n.get(field) ?? 'none',
        inCalendar: c.get(field) ?? 'none',
      };
      const rules = Object.keys(ENDINGS).filter((id) => !strict.includes(id) && ENDINGS[id]?.(it));
      for (const id of rules) excused.set(id, (excused.get(id) ?? 0) + 1);
      if (rules.length > 0) continue;
      wrong(
        `lost: ${field} = ${say(value)}, set in ${version.side} by "${version.act}" in place of ${say(version.before)}; Notion has ${say(it.inNotion)}, Calendar ${say(it.inCalendar)}`,
      );
    }
  }

  /** Whether it stands where it was set or on the other side, or is said not to have been kept. */
  function isFound(version: Version, n: Shown, c: Shown): boolean {
    const { field, value } = version;
    const [inNotion, inCalendar] = [n.get(field) ?? 'none', c.get(field) ?? 'none'];
    if (field.startsWith('title:')) return value === 'none' || inCalendar.includes(value) || isOnIts(version);
    if (isTakenForOurs(version)) return true;
    if (value === 'none') {
      if (field === 'dates') return inNotion === 'none' || isSaid(version);
      return inNotion === 'none' || (inCalendar === 'none' && field !== 'slot');
    }
    if (isSame(value, inNotion) || isSame(value, inCalendar)) return true;
    if (field === 'project-retro' && n.get('project-page') === value) return true;
    return isSaid(version);
  }

  /** Whether a title stands on the very event that was given it, with whatever week that is met now. */
  const isOnIts = ({ engagement, event, value }: Version): boolean =>
    eventsOf(story.people.house, engagement).some(({ id, title }) => id === event && title.includes(value));

  return { findAll, excused };
}
