/**
 * What looks at the alarms from inside the page: when one is painted, when the horn starts. Each function is sent to the page as its
 * text and knows nothing around it. Times are epoch ms; painted means that the frame after the change has begun.
 */

export interface AlarmProbe {
  /** When tones begin to be heard, oldest first. */
  sounds: number[];
  /** Resolves with the time at which `isSo` was painted, null after the limit. */
  painted(isSo: () => boolean, limitMs: number): Promise<number | null>;
  /** What `watchAction` waits for. */
  action: Promise<Acted> | null;
}

export interface Acted {
  /** The key or click of the person. */
  readonly actedAt: number;
  /** None of the rows waits for somebody any more but those that were refused, and a dialog is closed or names these; null: not in time. */
  readonly shownAt: number | null;
  /** They had called again since the dialog was opened. */
  readonly refused: readonly string[];
}

declare global {
  interface Window {
    alarmProbe: AlarmProbe;
  }
}

/** Before the page's own scripts. */
export function installProbe(): void {
  const sounds: number[] = [];
  // A machine without a sound card has no device, and then nothing would be played.
  navigator.mediaDevices.enumerateDevices = async () => {
    const device = { deviceId: 'bench', groupId: 'bench', kind: 'audiooutput', label: 'bench' } as const;
    return [{ ...device, toJSON: () => device }];
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (this: OscillatorNode, when = 0) {
    sounds.push(Date.now() + Math.max(0, when - this.context.currentTime) * 1_000);
    start.call(this, when);
  };
  window.localStorage.setItem('citygate.duty', JSON.stringify({ name: 'bench', until: Date.now() + 8 * 3_600_000 }));
  window.alarmProbe = {
    sounds,
    action: null,
    painted: (isSo, limitMs) =>
      new Promise(resolve => {
        const finish = (at: number | null) => {
          clearTimeout(timer);
          observer.disconnect();
          resolve(at);
        };
        const look = () => {
          if (!isSo()) return;
          observer.disconnect();
          requestAnimationFrame(() => requestAnimationFrame(() => finish(Date.now())));
        };
        const observer = new MutationObserver(look);
        const timer = setTimeout(() => finish(null), limitMs);
        observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });
        look();
      }),
  };
}

export interface Shown {
  /** Null: not in time. */
  readonly rowAt: number | null;
  readonly leadAt: number | null;
  readonly soundAt: number | null;
}

/** In the page: when an alarm is in the list and in the banner, and when the first tone after now begins. */
export async function alarmShown({ id, tag, limitMs }: { id: string; tag: string; limitMs: number }): Promise<Shown> {
  const { painted, sounds } = window.alarmProbe;
  sounds.length = 0;
  const row = painted(() => document.querySelector(`[data-testid="alarm:${id}"]`) !== null, limitMs);
  const lead = painted(() => document.querySelector('[data-testid="lead-tag"]')?.textContent === tag, limitMs);
  const [rowAt, leadAt] = await Promise.all([row, lead]);
  for (const until = Date.now() + limitMs; sounds.length === 0 && Date.now() < until; ) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return { rowAt, leadAt, soundAt: sounds[0] ?? null };
}

/** In the page: gets ready for the next key or click of a person, which acknowledges these alarms. */
export function watchAction({ ids, limitMs }: { ids: readonly string[]; limitMs: number }): void {
  const { alarmProbe } = window;
  const rowOf = (id: string): Element | null => document.querySelector(`[data-testid="alarm:${id}"]`);
  const callOf = (id: string): string | undefined => rowOf(id)?.querySelector('.c-time')?.textContent ?? undefined;
  const calls = new Map(ids.map(id => [id, callOf(id)]));
  // A row that has called again meanwhile waits for another order.
  const isWaiting = (id: string): boolean =>
    (rowOf(id)?.getAttribute('data-state') ?? '').endsWith('UNACK') && callOf(id) === calls.get(id);
  const refused = (): string[] =>
    [...document.querySelectorAll('[data-testid="refused"] p')].map(line => line.textContent.split(' ', 1)[0] ?? '');
  const isDone = (): boolean => {
    const named = refused();
    if (named.length === 0 && document.querySelector('[data-testid="act"]') !== null) return false;
    return !ids.some(id => !named.includes(id) && isWaiting(id));
  };
  const acted = new Promise<number>(resolve => {
    const listener = () => resolve(Date.now());
    for (const kind of ['keydown', 'click']) window.addEventListener(kind, listener, { capture: true, once: true });
  });
  alarmProbe.action = acted.then(async actedAt => ({
    actedAt,
    shownAt: await alarmProbe.painted(isDone, limitMs),
    refused: refused(),
  }));
}

/** In the page: what became of it. */
export const actionDone = (): Promise<Acted> | null => window.alarmProbe.action;

/** In the page: unacknowledged rows that are wholly in sight and may be acknowledged with others: not those of priority 1. */
export function waitingInSight(): string[] {
  const list = document.querySelector('[data-testid="alarm-list"]')?.getBoundingClientRect();
  if (list === undefined) return [];
  return [...document.querySelectorAll<HTMLElement>('[data-testid^="alarm:"][data-state$="UNACK"]')]
    .filter(row => row.querySelector('[data-priority="1"]') === null)
    .filter(row => {
      const { top, bottom } = row.getBoundingClientRect();
      return top >= list.top && bottom <= list.bottom;
    })
    .map(row => row.dataset['id'] ?? '');
}

/** In the page: times between frames, ms, for so long. */
export async function frameTimes(ms: number): Promise<number[]> {
  const times: number[] = [];
  const startedAt = performance.now();
  let last = startedAt;
  return new Promise(resolve => {
    const frame = (now: number) => {
      times.push(now - last);
      last = now;
      if (now - startedAt < ms) requestAnimationFrame(frame);
      else resolve(times.slice(1));
    };
    requestAnimationFrame(frame);
  });
}
