/**
 * What a person can do with alarms by one key: acknowledge and silence. Without somebody on duty it asks for the name first. What
 * the station refuses is told for some seconds on every screen.
 */
import type { Text } from '../../../shared/text/text.ts';
import type { DialogRequest } from '../../dialogs/dialog-request.ts';
import { CallError } from '../../host/call-book.ts';
import type { Client } from '../../host/client.ts';
import type { ClientTimers } from '../../host/timers.ts';
import type { AlarmBook } from '../../store/alarm-book.ts';
import { type Observable, observable } from '../../store/observable.ts';
import type { Preferences } from '../../store/preferences.ts';
import type { Horn } from '../sound/horn.ts';
import { onDuty } from './duty.ts';

/** How long a refusal stands, ms. */
const NOTICE_MS = 8_000;
const SILENT_HERE: Text = {
  zh: '仅本机消音：站控主机未连接',
  en: 'Silent at this computer only: the station is not reached',
};
/** Pages of the contract. */
const MOST_IDS = 200;

export interface DeskDialogs {
  readonly get: () => DialogRequest | null;
  readonly set: (request: DialogRequest | null) => void;
}

export interface AlarmDesk {
  /** At once and without a comment when somebody is on duty; else with a dialog. */
  acknowledge(ids: readonly string[]): Promise<void>;
  /** Here at once, and everywhere when the station has taken it. */
  silence(): Promise<void>;
  readonly notice: Observable<Text | null>;
  /** Shows a notice for some seconds: also what else a press of a key could not do. */
  tell(text: Text): void;
}

interface DeskParts {
  readonly client: Pick<Client, 'call' | 'link' | 'stationNow'>;
  /** Of the room: the station's clock may stand still, or show a past that does. */
  readonly timers: Pick<ClientTimers, 'after'>;
  readonly preferences: Pick<Preferences, 'duty' | 'areas'>;
  readonly dialogs: DeskDialogs;
  readonly horn: Pick<Horn, 'hush'>;
  readonly book: AlarmBook;
}

/** What this window shows of each alarm, for whoever acknowledges it: a call that comes later is not meant. */
export const seenOf = (book: Pick<AlarmBook, 'status'>, ids: readonly string[]): Record<string, number> =>
  Object.fromEntries(ids.map(id => [id, book.status(id)?.sequence ?? 0]));

export function createAlarmDesk({ client, timers, preferences, dialogs, horn, book }: DeskParts): AlarmDesk {
  const notice = observable<Text | null>(null);
  let takeAway = (): void => undefined;
  const tell = (text: Text): void => {
    takeAway();
    notice.set(text);
    takeAway = timers.after(NOTICE_MS, () => notice.set(null));
  };
  const guarded = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      tell({ zh: error.body.zh.message, en: error.body.message });
    }
  };
  return {
    notice,
    tell,
    acknowledge: ids =>
      guarded(async () => {
        if (ids.length === 0) return;
        const who = onDuty(preferences.duty.get(), client.stationNow());
        if (who === null) return dialogs.set({ kind: 'acknowledge', ids });
        const page = ids.slice(0, MOST_IDS);
        const answer = await client.call('alarms.acknowledge', {
          ids: page,
          seen: seenOf(book, page),
          who,
          comment: '',
        });
        const [refused] = answer.refused;
        if (refused !== undefined) {
          tell({ zh: `${refused.id}：${refused.text.zh}`, en: `${refused.id}: ${refused.text.en}` });
        }
      }),
    silence: () =>
      guarded(async () => {
        horn.hush();
        // Whoever is at it hears the horn again as soon as the station tells of something else.
        if (client.link().phase === 'lost') return tell(SILENT_HERE);
        // Silence is no decision about the plant: nobody has to give a name for it.
        const who = onDuty(preferences.duty.get(), client.stationNow());
        const areas = preferences.areas.get();
        // The last row that could be heard here.
        const row = book.summary.get()?.sequence;
        await client.call('alarms.silence', {
          ...(who === null ? {} : { who }),
          ...(areas === null ? {} : { areas: [...areas] }),
          ...(row === undefined ? {} : { heard: row }),
        });
      }),
  };
}
