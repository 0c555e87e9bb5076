/** Who is told of what, by sendUpdates. */
import { beforeEach, describe, expect, it } from 'vitest';
import { type Opened, openTwin, retro, retros, slot } from './drive.ts';

let opened: Opened;
const guests = (...names: string[]) => ({ attendees: names.map((email) => ({ email })) });
const mails = (): string[] =>
  opened.twin.outbox
    .splice(0)
    .map((m) => `${m.kind} ${m.to}`)
    .sort();

describe('mail', () => {
  beforeEach(async () => {
    opened = await openTwin();
  });

  it('goes to nobody by default', async () => {
    const { body } = await opened.ask('POST', 'events', { ...guests('ann@example.com'), ...slot(11) });
    await opened.ask('PATCH', `events/${body.id}?sendUpdates=none`, slot(12));
    await opened.ask('DELETE', `events/${body.id}`);
    expect(mails()).toEqual([]);
  });

  it('tells all guests of a new, a moved and a deleted event, once each', async () => {
    const { body } = await opened.ask('POST', 'events?sendUpdates=all', {
      ...guests('ann@example.com', 'bob@example.org'),
      ...slot(11),
    });
    expect(mails()).toEqual(['invitation ann@example.com', 'invitation bob@example.org']);
    await opened.ask('PATCH', `events/${body.id}?sendUpdates=all`, slot(12));
    expect(mails()).toEqual(['update ann@example.com', 'update bob@example.org']);
    await opened.ask('DELETE', `events/${body.id}?sendUpdates=all`);
    expect(mails()).toEqual(['cancellation ann@example.com', 'cancellation bob@example.org']);
  });

  it('reaches only other domains with externalOnly', async () => {
    await opened.ask('POST', 'events?sendUpdates=externalOnly', {
      ...guests('ann@example.com', 'bob@example.org'),
      ...slot(11),
    });
    expect(mails()).toEqual(['invitation bob@example.org']);
  });

  it('tells only those concerned of a change of guests', async () => {
    const { body } = await opened.ask('POST', 'events', {
      ...guests('ann@example.com', 'bob@example.com'),
      ...slot(11),
    });
    await opened.ask(
      'PATCH',
      `events/${body.id}?sendUpdates=all`,
      guests('bob@example.com', 'cat@example.com'),
    );
    expect(mails()).toEqual(['cancellation ann@example.com', 'invitation cat@example.com']);
  });

  it('says nothing of colour, reminders and own properties', async () => {
    const { body } = await opened.ask('POST', 'events', { ...guests('ann@example.com'), ...slot(11) });
    const change = {
      colorId: '3',
      reminders: { useDefault: false },
      extendedProperties: { private: { a: 'b' } },
    };
    await opened.ask('PATCH', `events/${body.id}?sendUpdates=all`, change);
    expect(mails()).toEqual([]);
    await opened.ask('PATCH', `events/${body.id}?sendUpdates=all`, { description: 'Goals' });
    expect(mails()).toEqual(['update ann@example.com']);
  });

  it('counts a series as one event, and a moved occurrence as one', async () => {
    const { body } = await opened.ask('POST', 'events?sendUpdates=all', {
      ...retros,
      ...guests('ann@example.com'),
    });
    expect(mails()).toEqual(['invitation ann@example.com']);
    const id = String(body.id);
    await opened.ask('PATCH', `events/${retro(id, 2)}?sendUpdates=all`, slot(15));
    expect(mails()).toEqual(['update ann@example.com']);
    await opened.ask('DELETE', `events/${retro(id, 3)}?sendUpdates=all`);
    expect(mails()).toEqual(['cancellation ann@example.com']);
  });

  it('asks anew when a deleted event is revived', async () => {
    const { body } = await opened.ask('POST', 'events', { ...guests('ann@example.com'), ...slot(11) });
    await opened.ask('DELETE', `events/${body.id}`);
    await opened.ask('PATCH', `events/${body.id}?sendUpdates=all`, { status: 'confirmed' });
    expect(mails()).toEqual(['invitation ann@example.com']);
  });
});
