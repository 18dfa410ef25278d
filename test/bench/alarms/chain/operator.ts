/** A person before the list while alarms come: scrolls, acknowledges one, the page in sight and an area, as fast as the screen lets. */
import type { Page } from 'playwright-core';
import { sleep } from '../../bench.ts';
import type { JournalWatch } from './journal-watch.ts';
import { actionDone, frameTimes, waitingInSight, watchAction } from './page-probe.ts';

const SHOWN_LIMIT_MS = 5_000;
const CLOSING_MS = 50;
const WHEEL_PX = 240;
const WHEEL_EVERY_MS = 40;
/** Turns of the wheel before it goes the other way. */
const TURNS = 20;
/** One in a hundred of the project; neither a page nor an area acknowledges it. */
const isPriority1 = (id: string): boolean => id.endsWith('00/H');
/** Without alarms of priority 1. */
const AREAS = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9'];

/** From the key or click to the row on disk and the change on the page, ms; null: not in time. */
export type ActionMs = number | null;

export class Operator {
  readonly #page: Page;
  readonly #watch: JournalWatch;
  #area = 0;

  constructor(page: Page, watch: JournalWatch) {
    this.#page = page;
    this.#watch = watch;
  }

  /** Times between frames while the wheel turns, ms. */
  async scroll(ms: number): Promise<readonly number[]> {
    await this.#page.mouse.move(960, 600);
    const frames = this.#page.evaluate(frameTimes, ms);
    const until = Date.now() + ms;
    for (let turn = 0; Date.now() < until; turn++) {
      await this.#page.mouse.wheel(0, Math.floor(turn / TURNS) % 2 === 0 ? WHEEL_PX : -WHEEL_PX);
      await sleep(WHEEL_EVERY_MS);
    }
    const times = await frames;
    await this.#page.mouse.move(5, 5);
    return times;
  }

  async acknowledgeOne(): Promise<ActionMs> {
    const [id = ''] = await this.#inSight();
    await this.#page.getByTestId(`alarm:${id}`).focus();
    const done = await this.#do([id], () => this.#page.keyboard.press('Space'));
    await this.#leaveList();
    return done;
  }

  async acknowledgePage(): Promise<ActionMs> {
    const before = new Set(await this.#inSight());
    await this.#page.keyboard.press('Shift+Space');
    await this.#page.getByTestId('acknowledge-dialog').waitFor();
    // What has come meanwhile is in sight and not in the dialog.
    const ids = (await this.#inSight()).filter(id => before.has(id) && !isPriority1(id));
    return await this.#do(ids, () => this.#page.getByTestId('act').click());
  }

  async acknowledgeArea(): Promise<ActionMs> {
    const area = AREAS[this.#area++ % AREAS.length] ?? '';
    await this.#page.keyboard.press('r');
    await this.#page.getByTestId('field:area').selectOption(area);
    const ids = (await this.#inSight()).filter(id => id.endsWith(`${area.slice(1)}/H`));
    return await this.#do(ids, () => this.#page.getByTestId('act').click());
  }

  #inSight(): Promise<readonly string[]> {
    return this.#page.evaluate(waitingInSight);
  }

  async #do(ids: readonly string[], act: () => Promise<void>): Promise<ActionMs> {
    await this.#page.evaluate(watchAction, { ids, limitMs: SHOWN_LIMIT_MS });
    await act();
    const { actedAt = 0, shownAt = null, refused = [] } = (await this.#page.evaluate(actionDone)) ?? {};
    await this.#closeDialog();
    if (shownAt === null) return null;
    const taken = ids.filter(id => !refused.includes(id));
    const onDisk = await this.#watch.seen(taken, 'acknowledge', actedAt);
    return onDisk === null ? null : Math.max(shownAt, onDisk.at) - actedAt;
  }

  /** It stays open to name what was refused. */
  async #closeDialog(): Promise<void> {
    const act = this.#page.getByTestId('act');
    while ((await act.count()) > 0) {
      await this.#page.keyboard.press('Escape');
      await sleep(CLOSING_MS);
    }
  }

  /** The order of the list thaws. */
  async #leaveList(): Promise<void> {
    await this.#page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  }
}
