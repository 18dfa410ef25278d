/** Measures what a finger presses: how large each target of a page is, and how far its neighbours are. */
import type { Page } from 'playwright-core';

/**
 * Targets below `root` that are smaller than 46 px, or of which no 46 px lie 8 px away from those of a neighbour. On mimics, which keep
 * their scale, the finger's own room decides; what is drawn there is left out.
 */
export async function targetReport(page: Page, root = '.shell'): Promise<string[]> {
  return page.evaluate(selector => {
    const LEAST = 45.5;
    const APART = 7.5;
    const within = document.querySelector(selector);
    if (within === null) throw new Error(`there is no ${selector}`);
    const seen = (element: Element): DOMRect => {
      let { left, top, right, bottom } = element.getBoundingClientRect();
      for (let around = element.parentElement; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const frame = around.getBoundingClientRect();
        left = Math.max(left, frame.left);
        top = Math.max(top, frame.top);
        right = Math.min(right, frame.right);
        bottom = Math.min(bottom, frame.bottom);
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const name = (element: Element): string =>
      element.getAttribute('data-testid') ??
      `${element.tagName} ${element.className} ${element.textContent?.slice(0, 20) ?? ''}`;
    const found = [
      ...within.querySelectorAll(
        'button, select, summary, input:not([type="radio"], [type="checkbox"]), .choice-row, .tick, [role="button"], [role="tab"], [role="option"], tr.row',
      ),
    ].filter(element => element.closest('svg') === null && element.checkVisibility({ visibilityProperty: true }));
    // What is half scrolled away is whole when it is scrolled to.
    const whole = found
      .map(element => ({ element, box: seen(element), full: element.getBoundingClientRect() }))
      .filter(
        ({ box, full }) =>
          box.width > 1 && box.height > 1 && full.height - box.height < 1 && full.width - box.width < 1,
      );
    const report = whole
      .filter(({ box }) => box.width < LEAST || box.height < LEAST)
      .map(({ element, box }) => `${name(element)} ${box.width.toFixed(0)}×${box.height.toFixed(0)}`);
    const core = (from: number, size: number): readonly [number, number] =>
      size <= LEAST ? [from, from + size] : [from + (size - 46) / 2, from + (size + 46) / 2];
    for (let i = 0; i < whole.length; i++) {
      for (let j = i + 1; j < whole.length; j++) {
        const a = whole[i];
        const b = whole[j];
        if (a === undefined || b === undefined || a.element.contains(b.element) || b.element.contains(a.element))
          continue;
        const [ax, bx] = [core(a.box.left, a.box.width), core(b.box.left, b.box.width)];
        const [ay, by] = [core(a.box.top, a.box.height), core(b.box.top, b.box.height)];
        const overlapX = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left) > 1;
        const overlapY = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top) > 1;
        const gapX = Math.max(ax[0], bx[0]) - Math.min(ax[1], bx[1]);
        const gapY = Math.max(ay[0], by[0]) - Math.min(ay[1], by[1]);
        if (overlapX && gapY < APART && (!overlapY || gapX < APART))
          report.push(`${name(a.element)} | ${name(b.element)} ${gapY.toFixed(0)} down`);
        else if (overlapY && gapX < APART && (!overlapX || gapY < APART))
          report.push(`${name(a.element)} | ${name(b.element)} ${gapX.toFixed(0)} across`);
      }
    }
    return report;
  }, root);
}
