/** The part of the contract that looks for events and hears of the consoles; joined with the others in `contract.ts`. */
import { z } from 'zod';
import { EVENT_KINDS, type EventPage } from '../model/event.ts';
import type { AlarmFile } from './alarm-contract.ts';
import { command, nameParts, query, tagName, time } from './entry.ts';

const filter = {
  from: time,
  to: time,
  kinds: z.array(z.enum(EVENT_KINDS)).max(EVENT_KINDS.length).optional(),
  tags: z.array(tagName).max(1_000).optional(),
  names: nameParts.optional(),
  areas: z.array(z.string().min(1).max(64)).max(256).optional(),
  who: z.string().trim().max(64).optional(),
  text: z.string().trim().max(200).optional(),
};
const number = z.int().nonnegative();

export const eventContract = {
  /**
   * Events and rows of the journal of alarms as one stream, newest first as the station heard of them; `before` is `next` of the page
   * before. Times of the filter are of the station, from ≤ t < to.
   */
  'events.search': query<EventPage>()(
    z.strictObject({
      ...filter,
      before: z.strictObject({ event: number, alarm: number }).optional(),
      limit: z.int().min(1).max(1_000).default(200),
    }),
  ),
  /** The same as a file, in the order of the sources' times, oldest first; the newest 100,000 at most. */
  'events.export': query<AlarmFile>()(
    z.strictObject({ ...filter, format: z.enum(['csv', 'xlsx']), language: z.enum(['zh', 'en']) }),
  ),
  /** Whether alarms can be heard where the caller is. An event, because a horn that nobody hears must not look like a quiet station. */
  'console.soundChanged': command<null>()('viewer', z.strictObject({ isMissing: z.boolean() })),
} as const;
