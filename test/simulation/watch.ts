// Looks at each write of the Worker as it lands: what it may not touch, what it may not take away, and whom it may not
// mail. What it sees it tells the oracle.
import { readBlock } from '../../src/google/description.ts';
import type { House } from './ground.ts';
import type { Oracle } from './oracle.ts';
import { isKnown, type People } from './people.ts';
import { type Json, retrosOf, seeNotion } from './seen.ts';
import type { Answered, Asked } from './wire.ts';

/** What looks at each write; `count`: for coverage. */
export function createWatch(
  house: House,
  people: People,
  oracle: Oracle,
  count: (what: string, by?: number) => void,
) {
  /** What somebody was last told of an event: `event address` → what. */
  const told = new Map<string, string>();
  /** Notes that were sent: `event mark`. */
  const sentNotes = new Set<string>();
  const marksOf = (event: Json | undefined) =>
    (event?.extendedProperties as { private?: Record<string, string> } | undefined)?.private ?? {};
  const FOREIGN = ['location', 'reminders', 'colorId', 'conferenceData', 'visibility'] as const;
  const eventOf = ({ url }: Asked) => decodeURIComponent(/\/events\/([^?]+)/.exec(url)?.[1] ?? '');
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const guestsOf = (event: Json | undefined) =>
    new Map(
      ((event?.attendees ?? []) as { email: string }[]).map((guest) => [guest.email.toLowerCase(), guest]),
    );

  function lookAtEvent(
    id: string,
    before: Json | undefined,
    after: Json | undefined,
    operation: string,
  ): void {
    if (people.foreign.has(id)) oracle.wrong(`${operation} of an event that is a person's own`);
    if (!before || !after || operation !== 'events.patch') return;
    if (before.status === 'cancelled') {
      count('brought back');
      return;
    }
    for (const key of FOREIGN)
      if (!same(before[key], after[key])) oracle.wrong(`${operation} changed ${key}`);
    for (const [words, { event }] of people.texts)
      if (event && String(before.description).includes(words) && !String(after.description).includes(words))
        oracle.wrong(`${operation} took ${words} out of a description`);
    const outside = (text: unknown) =>
      String(text ?? '')
        .replace(readBlock(String(text ?? '')) ?? ' ', '')
        .replace(/<br>|\s/g, '');
    if (
      readBlock(String(before.description ?? '')) !== null &&
      outside(before.description) !== outside(after.description)
    )
      oracle.wrong(`${operation} changed people's part of a description`);
    const title = /Title-\d+/.exec(String(before.summary))?.[0];
    if (title && !String(after.summary).includes(title))
      oracle.wrong(`${operation} took the title ${title} away`);
    const [was, is] = [guestsOf(before), guestsOf(after)];
    const isMoved = !same(before.start, after.start) || !same(before.recurrence, after.recurrence);
    for (const [email, guest] of was) {
      const now = is.get(email);
      if (!now && !isKnown(email, people))
        oracle.wrong(`${operation} took ${email} off, whom people invited`);
      if (now && !isMoved && !same(now, guest))
        oracle.wrong(`${operation} changed what Calendar says of ${email}`);
    }
  }

  function lookAtMails(since: number, id: string, before: Json | undefined, after: Json | undefined): void {
    // Others are written to side by side.
    const sent = house.google.outbox.slice(since).filter(({ event }) => event === id);
    if (sent.length > 0) count('mails', sent.length);
    const guests = guestsOf(before?.status === 'cancelled' ? undefined : before);
    const state = JSON.stringify([after?.status, after?.start, after?.recurrence, after?.end]);
    const isSame =
      before !== undefined &&
      state === JSON.stringify([before.status, before.start, before.recurrence, before.end]);
    // Notes go out by a write that marks them; the same notes never twice.
    const notes = marksOf(after).notes;
    const areNotesNew = notes !== undefined && notes !== marksOf(before).notes;
    if (areNotesNew) {
      count('notes sent');
      if (sentNotes.has(`${id} ${notes}`)) oracle.wrong(`the same notes of ${id} were sent twice`);
      sentNotes.add(`${id} ${notes}`);
    }
    for (const { to, kind } of sent) {
      if (kind === 'invitation' && guests.has(to)) oracle.wrong(`${to} was invited twice`);
      if (areNotesNew) continue;
      if (kind === 'update' && isSame)
        oracle.wrong(`${to} was mailed though no time of ${String(after?.summary)} changed`);
      const key = `${id} ${to}`;
      const what = `${kind} ${state}`;
      if (told.get(key) === what) oracle.wrong(`${to} was told twice: ${kind}`);
      told.set(key, what);
    }
  }

  /** A page whose Key belongs to another living page would lose it again, and be left over. */
  function lookAtNewPage(body: Json): void {
    const id = decodeURIComponent(house.bindings.retros.properties.key ?? '');
    const properties = new Map(
      Object.entries((body.properties ?? {}) as Json).map(([key, value]) => [decodeURIComponent(key), value]),
    );
    const { rich_text: text } = (properties.get(id) ?? {}) as {
      rich_text?: { text?: { content?: string } }[];
    };
    const key = text?.[0]?.text?.content ?? '';
    const isThere = people.engagements.some((engagement) =>
      retrosOf(house, engagement).some((retro) => retro.key === key && retro.isLive),
    );
    if (isThere) oracle.wrong(`a second page was made for ${key.slice(37)}`);
  }

  return {
    /** People changed something: what was true before may be told again. */
    forgetMails: () => told.clear(),
    async write(asked: Asked, knew: number, go: () => Promise<Answered>): Promise<Answered> {
      if (asked.side === 'google') {
        const id = asked.operation === 'events.insert' ? String((asked.body as Json).id) : eventOf(asked);
        const before = house.google.look.event(id);
        const mails = house.google.outbox.length;
        const answer = await go();
        if (answer.status === 412) count('412');
        const owner = (before?.extendedProperties as { private?: Json } | undefined)?.private?.engagement;
        if (answer.status >= 300) return answer;
        const after = house.google.look.event(id);
        lookAtEvent(id, before, after, asked.operation);
        const isSeries = before?.recurrence !== undefined;
        if (isSeries && (asked.body as Json | undefined)?.summary) oracle.retitle(String(owner));
        const own = (before?.extendedProperties as { private?: Json } | undefined)?.private;
        if (
          asked.operation === 'events.delete' &&
          !oracle.mayGo(String(own?.engagement), String(own?.meeting))
        )
          oracle.wrong(`deleted the ${own?.meeting} though nobody took it away`);
        const marks = (after?.extendedProperties as { private?: Json } | undefined)?.private;
        if ((asked.body as Json | undefined)?.recurrence) oracle.rule(String(marks?.engagement));
        lookAtMails(mails, id, before, after);
        if (asked.operation === 'events.insert' && (asked.body as Json).recurrence) {
          const marks = ((asked.body as Json).extendedProperties as { private: Json }).private;
          if (Number(marks.generation) > 0) count('series continued');
        }
        return answer;
      }
      if (asked.operation === 'pages.create') lookAtNewPage(asked.body as Json);
      const page = /\/pages\/([0-9a-f-]{36})/.exec(asked.url)?.[1] ?? '';
      if (people.foreign.has(page)) oracle.wrong("wrote to a person's own page");
      if (people.copies.has(page)) count('copies cleared');
      const isRaced = oracle.versions.some((version) => version.page === page && version.order > knew);
      const before = isRaced ? people.engagements.map((one) => seeNotion(house, one)) : [];
      const answer = await go();
      if (isRaced && answer.status < 300)
        for (const [at, engagement] of people.engagements.entries())
          oracle.overwrote({
            page,
            engagement,
            knew,
            before: before[at] ?? new Map(),
            after: seeNotion(house, engagement),
            body: asked.body as Json,
          });
      return answer;
    },
  };
}
