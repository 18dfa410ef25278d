/** One time for everything: a window in the past, and back. */
import { expect, it } from 'vitest';
import type { AtBench } from './hmi-bench.ts';
import { sleep, waitFor } from './wait-for.ts';

const TAG = 'PT-1101';
/** Nothing of the field has this value. */
const FORCED = 1.234;
const BY = { who: 'suite', why: 'to be seen again' };

/** As the clock of the demo station prints it. */
const stationTime = (at: number): readonly [date: string, time: string] => {
  const [date = '', time = ''] = new Date(at).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).split(' ');
  return [date, time];
};

export function describeReplay(at: AtBench): void {
  it('puts the whole window at a past moment, framed, with nothing to operate, and comes back by the same key', async () => {
    const { page, host } = at();
    const until = Date.now() + 600_000;
    await host.value('tags.override', { tag: TAG, kind: 'force', value: FORCED, until, ...BY });
    await sleep(3_000);
    const then = Date.now() - 1_000;
    await host.value('tags.release', { tag: TAG, ...BY });
    const value = page.getByTestId(`value:${TAG}`).first();
    const shows = (isForced: boolean) =>
      waitFor(`the value of ${isForced ? 'then' : 'now'}`, async () => {
        const text = (await value.textContent()) ?? '';
        return text !== '' && text.includes(String(FORCED)) === isForced;
      });
    await shows(false);

    await page.keyboard.press('y');
    const bar = page.getByTestId('replay');
    await bar.waitFor();
    const [date, time] = stationTime(then);
    await page.getByTestId('replay-date').fill(date);
    await page.getByTestId('replay-time').fill(time);
    await page.getByTestId('replay-go').click();
    await shows(true);
    await waitFor('the clock of then', async () => (await page.getByTestId('clock').textContent()) === time);

    expect(await page.getByTestId('alarm-lead').textContent()).not.toMatch(/最近事件|Latest event/);
    await page.keyboard.press('F8');
    expect(await page.getByTestId('trend-annotate').getAttribute('aria-disabled')).toBe('true');
    expect(await page.getByTestId('silence').getAttribute('aria-disabled')).toBeNull();
    await page.keyboard.press('F9');
    await page.getByTestId('alarms').waitFor();
    await page.keyboard.press('F11');
    const takeOut = page.getByTestId('action:enabled');
    expect(await takeOut.getAttribute('aria-disabled')).toBe('true');
    await takeOut.click({ force: true });
    expect(await page.locator('dialog').count()).toBe(0);

    await page.keyboard.press('y');
    await bar.waitFor({ state: 'detached' });
    await page.keyboard.press('F1');
    await shows(false);
  });
}
