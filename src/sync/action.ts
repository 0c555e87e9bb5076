// Actions as data: one call each, with what it changes in words, who is mailed, and what it records when done.
import { createHash } from 'node:crypto';
import type { Databases, Write } from '../../schemas/index.ts';
import type { EventDraft, EventPatch, Mail } from '../google/event.ts';
import type { BodyLine, Instant } from '../playbook/index.ts';
import type { BasePatch } from './base.ts';

/** What an action changes, as a person reads it. */
export interface Words {
  /** "kickoff", "retro 3", "retros"; null for the row itself. */
  readonly meeting: string | null;
  readonly kind: 'make' | 'move' | 'cancel' | 'restore' | 'change' | 'comment';
  readonly what: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly why: string;
}

/** Who wanted it. `report`: the Worker's own columns. */
export type Cause = 'notion' | 'calendar' | 'playbook' | 'report';

export type Call =
  | { readonly do: 'insert'; readonly id: string; readonly draft: EventDraft; readonly mail: Mail }
  | {
      readonly do: 'patch';
      readonly id: string /** Null: an occurrence that still follows its rule; it is read first. */;
      readonly etag: string | null;
      readonly patch: EventPatch;
      readonly mail: Mail;
      /** Of an event that is read first: the description that the patch was made from; another one is looked at again. */
      readonly from?: string;
      /** Of one that is read first: the start by its rule, where the plan saw it; anywhere else it is looked at again. */
      readonly start?: Instant;
    }
  | {
      readonly do: 'remove';
      readonly id: string;
      readonly etag: string | null;
      /** As of a patch. */
      readonly start?: Instant;
      readonly mail: Mail;
      /** Of an occurrence: its series, which its id may not name, and its start by the rule. */
      readonly occurrence?: { readonly series: string; readonly original: number };
    }
  | {
      readonly do: 'create-retro';
      readonly key: string;
      /** Its meeting was known before: a page of it may be there that no list has shown, so it is looked for first. */
      readonly isKnown?: boolean;
      readonly write: Write<Databases['retros']>;
      /** The body that it is made with. */
      readonly lines?: readonly BodyLine[];
      readonly zone: string;
    }
  | {
      readonly do: 'update-engagement';
      readonly id: string;
      readonly write: Write<Databases['engagements']>;
      readonly zone: string;
    }
  | {
      readonly do: 'update-retro';
      readonly id: string;
      readonly write: Write<Databases['retros']>;
      readonly zone: string;
    }
  /** Gives a page its outline if it has no body: safe to repeat. */
  | { readonly do: 'fill-page'; readonly page: string; readonly lines: readonly BodyLine[] }
  /** One block of a page that holds these lines and nothing else, made or written anew: safe to repeat. */
  | {
      readonly do: 'keep-block';
      readonly page: string;
      readonly heading: string;
      readonly lines: readonly string[];
    }
  /** Reads a page's body for the next plan. */
  | { readonly do: 'read-body'; readonly page: string }
  | { readonly do: 'comment'; readonly page: string; readonly text: string };

export interface Action {
  readonly call: Call;
  readonly words: readonly Words[];
  readonly cause: Cause;
  /** Addresses that are mailed. */
  readonly mails: readonly string[];
  /** Whether it takes a meeting away from people. */
  readonly cancels: boolean;
  /** What the base records once the call is done. */
  readonly record: BasePatch;
  /** Meetings of which the record remembers what was decided in Calendar, or on the page itself, whatever the call is for (M66). */
  readonly decided?: readonly string[];
  /** Of a deletion: what the base records where a person was first (S53). */
  readonly ifGone?: BasePatch;
  /** Set where a deleted event is to come back under its id. */
  readonly revives?: { readonly meeting: string; readonly generation: number };
}

/** What the guard and a person's approval need of an action; of thousands at once no more is kept. */
export type Risk = Pick<Action, 'words' | 'mails' | 'cancels'> & { readonly call: Pick<Call, 'do'> };

export const isRisky = ({ mails, cancels }: Risk): boolean => mails.length > 0 || cancels;

export const riskOf = ({ words, mails, cancels, call }: Action): Risk => ({
  words,
  mails,
  cancels,
  call: { do: call.do },
});

export const sideOf = (call: Pick<Call, 'do'>): 'notion' | 'google' =>
  call.do === 'insert' || call.do === 'patch' || call.do === 'remove' ? 'google' : 'notion';

/** A hold's fingerprint of an action: what a person reads of it, and who is mailed. */
export function fingerprint(engagement: string, action: Pick<Risk, 'words' | 'mails'>): string {
  const known = prints.get(action);
  if (known?.engagement === engagement) return known.print;
  const words = action.words.map(({ meeting, kind, what, from, to }) => [meeting, kind, what, from, to]);
  const text = JSON.stringify([engagement, words, [...action.mails].sort()]);
  const print = createHash('sha256').update(text).digest('hex').slice(0, 16);
  prints.set(action, { engagement, print });
  return print;
}

/** Each slice of a long tick judges the same actions again. */
const prints = new WeakMap<object, { readonly engagement: string; readonly print: string }>();

/** A short id for a person's eyes and for approvals, over a list of fingerprints. */
export const hashAll = (prints: readonly string[]): string =>
  createHash('sha256')
    .update([...prints].sort().join('\n'))
    .digest('hex')
    .slice(0, 12);
