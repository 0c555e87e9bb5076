// The mails that Calendar would have sent, newest first.
import { html } from 'hono/html';
import type { Mail } from '../../google/index.ts';
import type { Markup } from '../frame.ts';
import type { Stage } from '../stage.ts';
import { dayWords, localOf } from '../times.ts';
import { eventHref } from './event.ts';

const KINDS: Readonly<Record<Mail['kind'], readonly [words: string, color: string]>> = {
  invitation: ['Invitation', 'green'],
  update: ['Update', 'blue'],
  cancellation: ['Cancellation', 'red'],
};

/** One line for each mail; several to different people about the same thing at the same moment are one. */
export function mailTable(stage: Stage, mails: readonly Mail[], caption: string): Markup | string {
  if (mails.length === 0) return '';
  const groups = new Map<string, Mail[]>();
  for (const mail of mails) {
    const key = [mail.event, mail.kind, mail.at].join('|');
    groups.set(key, [...(groups.get(key) ?? []), mail]);
  }
  const rows = [...groups.values()].reverse().map((same) => {
    const [mail] = same as [Mail];
    const { day, time } = localOf(mail.at, stage.timeZone);
    const [words, color] = KINDS[mail.kind];
    return html`<tr><td class="date">${dayWords(day)}, ${time}</td><td><span class="pill ${color}">${words}</span></td>
<td><a href="${eventHref(mail.event, '/outbox')}">${mail.summary || '(no title)'}</a></td><td>${same.map(({ to }) => to).join(', ')}</td></tr>`;
  });
  return html`<section aria-label="${caption}"><h2>${caption}</h2><div class="scroll"><table class="mails"><thead><tr><th scope="col">Sent</th><th scope="col">Kind</th><th scope="col">About</th><th scope="col">To</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

export function outboxBody(stage: Stage): Markup {
  const { outbox } = stage.google;
  return html`<div class="bar"><h1>Outbox</h1><span class="quiet">${outbox.length} ${outbox.length === 1 ? 'mail' : 'mails'} that Calendar would have sent</span></div>
${outbox.length === 0 ? html`<p class="empty">Nobody was mailed yet.</p>` : mailTable(stage, outbox, 'Newest first')}`;
}
