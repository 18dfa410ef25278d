/** The events stream: from now on, in order, none left out. */
import { describe, expect, it } from 'vitest';
import { EventLog } from '../../../main/events/event-log.ts';
import { EventOutlet } from '../../../main/handlers/events.ts';
import { HandClock } from '../support/hand-clock.ts';

const TEXT = { zh: '事', en: 'event' };

describe('EventOutlet', () => {
  it('gives what happens after it was opened, each event once, in order', () => {
    const log = new EventLog(new HandClock());
    log.add('station', 'before', TEXT);
    let woken = 0;
    const outlet = new EventOutlet(log, () => woken++);
    expect(outlet.take()).toBeNull();
    for (const source of ['a', 'b']) log.add('station', source, TEXT);
    expect(outlet.take()?.map(e => e.source)).toEqual(['a', 'b']);
    expect(outlet.take()).toBeNull();
    log.add('station', 'c', TEXT);
    expect(outlet.take()?.map(e => e.source)).toEqual(['c']);
    expect(woken).toBe(3);
  });

  it('does not wake after it is closed', () => {
    const log = new EventLog(new HandClock());
    let woken = 0;
    new EventOutlet(log, () => woken++).close();
    log.add('station', 'a', TEXT);
    expect(woken).toBe(0);
  });

  it('shows a client that was slower than the log is long a gap in the numbers', () => {
    const log = new EventLog(new HandClock());
    const outlet = new EventOutlet(log, () => undefined);
    for (let i = 0; i < 10_002; i++) log.add('station', 'a', TEXT);
    const events = outlet.take();
    expect(events).toHaveLength(10_000);
    expect(events?.[0]?.sequence).toBe(3);
  });
});
