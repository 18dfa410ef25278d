/** Judges every text that a page shows: none overlaps another, none is small, and none is in the other language. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface TextReport {
  readonly overlaps: string[];
  readonly small: string[];
  /** Without what is English or somebody's own words whatever the language of the screen. */
  readonly all: string[];
}

/** Every visible text below `root`: which overlap, which are below 12 px, and all of them. */
export async function textReport(page: Page, root = '.shell'): Promise<TextReport> {
  return page.evaluate(selector => {
    const within = document.querySelector(selector);
    if (within === null) throw new Error(`there is no ${selector}`);
    /** What is left of a box after everything around it that scrolls. */
    const visibleBox = (node: Element): DOMRect => {
      let { left, top, right, bottom } = node.getBoundingClientRect();
      for (let around = node.parentElement; around !== null; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const frame = around.getBoundingClientRect();
        left = Math.max(left, frame.left);
        top = Math.max(top, frame.top);
        right = Math.min(right, frame.right);
        bottom = Math.min(bottom, frame.bottom);
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const texts = [...within.querySelectorAll('*')].filter(
      n =>
        n.childNodes.length > 0 &&
        [...n.childNodes].some(c => c.nodeType === 3 && c.textContent?.trim()) &&
        n.checkVisibility({ visibilityProperty: true }),
    );
    const boxes = texts
      .map(n => ({
        node: n,
        text: n.textContent?.trim() ?? '',
        box: visibleBox(n),
        size: Number.parseFloat(getComputedStyle(n).fontSize),
        // Of a drawing in pixels of its own: as it stands on the screen.
        scale: n instanceof SVGGraphicsElement ? (n.getScreenCTM()?.a ?? 1) : 1,
        isForeign: n.closest('[lang="en"]:not(html), [translate="no"]') !== null,
      }))
      .filter(({ box }) => box.width > 1 && box.height > 1);
    const overlaps: string[] = [];
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const a = boxes[i];
        const b = boxes[j];
        if (a === undefined || b === undefined || a.node.contains(b.node) || b.node.contains(a.node)) continue;
        const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        // Line boxes are taller than glyphs: half of the smaller text must be shared to touch.
        if (wide > 1 && high > Math.min(a.size * a.scale, b.size * b.scale) * 0.5)
          overlaps.push(`${a.text} × ${b.text}`);
      }
    }
    return {
      overlaps,
      small: boxes.filter(b => b.size < 11.9).map(b => b.text),
      all: boxes.filter(b => !b.isForeign).map(b => b.text),
    };
  }, root);
}

/** Names of protocols are the same in every language. */
const withoutNames = (text: string): string => text.replaceAll(/Modbus|SHA-256/g, '');

/** Fails with the texts that overlap, are small or are in the other language. */
export async function expectGoodTexts(page: Page, language: 'zh' | 'en', root?: string): Promise<void> {
  const report = await textReport(page, root);
  expect(report.overlaps).toEqual([]);
  expect(report.small).toEqual([]);
  const foreign = language === 'en' ? /[\u4e00-\u9fff]/ : /[a-z]{5,}/;
  expect(report.all.filter(text => text !== '中' && foreign.test(withoutNames(text)))).toEqual([]);
}
