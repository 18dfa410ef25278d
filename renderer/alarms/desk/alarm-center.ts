/**
 * Everything one window knows of alarms, wired together: the stream, what the alarms are, the worst of each tag and area, the
 * horn. The stream is opened for the areas of responsibility of this screen; list filters never reach it.
 */
import type { AlarmDescription } from '../../../shared/rpc/alarm-contract.ts';
import { CallError } from '../../host/call-book.ts';
import type { Client } from '../../host/client.ts';
import type { ClientTimers } from '../../host/timers.ts';
import { type AlarmBook, createAlarmBook } from '../../store/alarm-book.ts';
import { type MutableObservable, type Observable, observable } from '../../store/observable.ts';
import type { Preferences } from '../../store/preferences.ts';
import { type AlarmMarks, marksOf, NO_MARKS } from '../alarm-order.ts';
import { createLead, type Lead } from '../banner/lead.ts';
import { type AlarmFilter, NO_FILTER } from '../list/alarm-filter.ts';
import { createHorn, type Horn, type Speaker } from '../sound/horn.ts';
import type { HornClaim } from '../sound/horn-place.ts';
import { reportSound } from '../sound/sound-report.ts';
import { type AlarmDesk, createAlarmDesk, type DeskDialogs } from './alarm-desk.ts';

const RETRY_MS = 2_000;

export interface AlarmCenter {
  readonly book: AlarmBook;
  /** What the alarms are, by id; empty before the first answer. */
  readonly descriptions: Observable<ReadonlyMap<string, AlarmDescription>>;
  /** Reads the descriptions again: limits may be bound to tags. */
  refresh(): Promise<void>;
  marks(): AlarmMarks;
  /** What the list shows; kept while another screen is looked at. */
  readonly filter: MutableObservable<AlarmFilter>;
  /** Alarm whose card floats over a mimic. */
  readonly carded: MutableObservable<string | null>;
  /** Tag and equipment to be ringed on a mimic. */
  readonly ringed: MutableObservable<RingTarget | null>;
  readonly horn: Horn;
  readonly desk: AlarmDesk;
  readonly lead: Lead;
}

export interface RingTarget {
  readonly tag: string | null;
  readonly equipment: string | null;
}

interface CenterParts {
  readonly client: Client;
  readonly timers: ClientTimers;
  readonly preferences: Preferences;
  readonly dialogs: DeskDialogs;
  readonly speaker: Speaker;
  readonly claim: HornClaim;
}

/** Starts listening; lives as long as the window. */
export function createAlarmCenter({ client, timers, preferences, dialogs, speaker, claim }: CenterParts): AlarmCenter {
  const book = createAlarmBook();
  const descriptions = observable<ReadonlyMap<string, AlarmDescription>>(new Map());
  const horn = createHorn({ speaker, claim, timers });
  reportSound(client, speaker, timers);
  const refresh = async (): Promise<void> => {
    try {
      const all = await client.call('alarms.describe', {});
      // What is the same renders nothing again.
      if (JSON.stringify(all) === JSON.stringify([...descriptions.get().values()])) return;
      descriptions.set(new Map(all.map(description => [description.id, description])));
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      if (error.body.code !== 'link-lost' && descriptions.get().size === 0)
        timers.after(RETRY_MS, () => void refresh());
    }
  };
  client.onConnected(() => void refresh());
  const input = () => {
    const areas = preferences.areas.get();
    return areas === null ? {} : { areas: [...areas] };
  };
  const stream = client.open('alarms', input(), item => {
    book.apply(item);
    horn.follow(item.sound);
  });
  const desk = createAlarmDesk({ client, timers, preferences, dialogs, horn, book });
  preferences.areas.subscribe(() => {
    stream.reopen(input());
    horn.serve(preferences.areas.get());
  });
  horn.serve(preferences.areas.get());
  client.onLink(() => horn.followLink(client.link().phase === 'lost'));
  return {
    book,
    descriptions,
    refresh,
    marks: rememberedMarks(book, descriptions),
    filter: observable(NO_FILTER),
    carded: observable<string | null>(null),
    ringed: observable<RingTarget | null>(null),
    horn,
    desk,
    lead: createLead({ book, timers, areas: preferences.areas, acknowledge: ids => void desk.acknowledge(ids) }),
  };
}

/** A hundred badges ask after each item of the stream; the answer is worked out once. */
function rememberedMarks(book: AlarmBook, descriptions: AlarmCenter['descriptions']): () => AlarmMarks {
  let marks = NO_MARKS;
  let version = -1;
  let known: ReadonlyMap<string, AlarmDescription> | null = null;
  return () => {
    if (version !== book.version.get() || known !== descriptions.get()) {
      version = book.version.get();
      known = descriptions.get();
      marks = marksOf(book.all(), known);
    }
    return marks;
  };
}
