/**
 * From a change in the field to the value on the page: the demo field, the headless station and Chromium, three processes. A
 * register is forced to a new value at a random moment; the page notes when its text shows it. What counts is the time beyond
 * the scan: from the moment the station received the reply to the moment the page shows it. The wait for the next scan is the
 * period's own business and is told in the note.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { TagDefinition } from '../../shared/model/tag.ts';
import type { RecentSeries } from '../../shared/rpc/contract.ts';
import { formatNumber } from '../../shared/units/format.ts';
import { launchBrowser } from '../kit/browser.ts';
import { FieldControl } from '../kit/field-control.ts';
import { plugSpeaker } from '../kit/speaker.ts';
import { StationProcess } from '../kit/station-process.ts';
import { type Bench, type BenchResult, percentile, sleep } from './bench.ts';

const DEFAULT_MINUTES = 10;
const QUICK_MINUTES = 0.5;
/** A forced value that does not show within this time is counted as lost. */
const SHOWN_LIMIT_MS = 5_000;
/** First probes warm up code paths and fonts and are not counted. */
const WARM_UP = 10;

interface Probe {
  readonly beyondScanMs: number;
  readonly totalMs: number;
}

export const pipeline: Bench = async ({ quick, minutes, progress }) => {
  const runMs = (minutes ?? (quick ? QUICK_MINUTES : DEFAULT_MINUTES)) * 60_000;
  const project = fileURLToPath(new URL('../../assets/demo-station', import.meta.url));
  const data = mkdtempSync(join(tmpdir(), 'citygate-pipeline-'));
  try {
    const station = await StationProcess.start({ project, data });
    try {
      const browser = await launchBrowser();
      try {
        return await measure({ browser, station, data, runMs, progress });
      } finally {
        await browser.close();
      }
    } finally {
      await station.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
};

async function measure({ browser, ...parts }: Omit<Run, 'page' | 'tags'> & { browser: Browser }): Promise<BenchResult> {
  const { station, runMs, progress } = parts;
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await plugSpeaker(page, 'speaker');
  await page.goto(station.url);
  await page.getByTestId('scene').waitFor();
  const tags = await shownTags(page, station);
  progress(`${tags.length} of the shown values are forced in turn for ${runMs / 60_000} min; all 230 tags are polled`);
  const { probes, lost } = await probeAll({ ...parts, page, tags });
  const beyond = probes.map(p => p.beyondScanMs);
  const total = probes.map(p => p.totalMs);
  const note = (p: number): string =>
    `${probes.length} samples, ${lost} not shown in time; with the wait for the scan ${Math.round(percentile(total, p))} ms`;
  const at = (p: number) => ({ value: percentile(beyond, p), unit: 'ms', note: note(p) });
  return {
    cases: { 'change-to-page-p50': at(0.5), 'change-to-page-p95': at(0.95), 'change-to-page-p99': at(0.99) },
  };
}

/** Analogue field tags of 1 s period that the page shows, ready to be forced. */
async function shownTags(page: Page, station: StationProcess): Promise<readonly TagDefinition[]> {
  const shown = await page
    .locator('[data-testid^="value:"]')
    .evaluateAll(nodes => nodes.map(n => n.getAttribute('data-testid')));
  const names = new Set(shown.map(id => id?.slice('value:'.length)));
  const all = await station.value<TagDefinition[]>('tags.list', {});
  const analogue = all.filter(
    t => names.has(t.name) && t.device !== null && t.periodMs <= 1_000 && t.low !== null && t.unit !== '',
  );
  if (analogue.length === 0) throw new Error('the page shows no analogue value');
  return analogue;
}

interface Run {
  readonly page: Page;
  readonly station: StationProcess;
  readonly tags: readonly TagDefinition[];
  readonly data: string;
  readonly runMs: number;
  readonly progress: (text: string) => void;
}

async function probeAll(run: Run): Promise<{ probes: Probe[]; lost: number }> {
  const field = new FieldControl(run.data);
  const probes: Probe[] = [];
  let lost = 0;
  const until = performance.now() + run.runMs;
  for (let n = 0; performance.now() < until; n++) {
    const tag = run.tags[n % run.tags.length];
    if (tag === undefined) break;
    const probe = await probeOnce(run, tag, field);
    if (probe === null) lost++;
    else if (probe !== 'shown before' && n >= WARM_UP) probes.push(probe);
    if (n % 100 === 99) run.progress(`${n + 1} changes`);
    await sleep(Math.random() * 400);
  }
  return { probes, lost };
}

/** Null: it was not shown in time. A value that happens to stand there already tells nothing. */
async function probeOnce(
  { page, station }: Run,
  tag: TagDefinition,
  field: FieldControl,
): Promise<Probe | 'shown before' | null> {
  const { low, high, decimals, name } = tag;
  const span = (high ?? 1) - (low ?? 0);
  const value = Number(((low ?? 0) + span * (0.1 + 0.8 * Math.random())).toFixed(decimals));
  const shownAt = page.evaluate(waitForText, {
    id: `value:${name}`,
    text: formatNumber(value, decimals),
    limitMs: SHOWN_LIMIT_MS,
  });
  const { changedAt: at } = await field.force(name, value);
  const pageAt = await shownAt;
  const [series] = await station.value<RecentSeries[]>('history.recent', { tags: [name], from: at - 5 });
  await field.release(name);
  if (pageAt === 'shown before') return pageAt;
  const first = Array.from(series?.v ?? []).findIndex(v => Math.abs(v - value) < 0.6 * 10 ** -decimals);
  const receivedAt = series?.t[first];
  if (pageAt === null || receivedAt === undefined) return null;
  return { beyondScanMs: pageAt - receivedAt, totalMs: pageAt - at };
}

/** Runs in the page: epoch ms at which the element's text contains `text`, or null. */
function waitForText({
  id,
  text,
  limitMs,
}: {
  id: string;
  text: string;
  limitMs: number;
}): Promise<number | 'shown before' | null> {
  const nodes = [...document.querySelectorAll(`[data-testid="${id}"]`)];
  const shows = () => nodes.some(n => n.textContent?.includes(text));
  return new Promise(resolve => {
    const observer = new MutationObserver(() => {
      if (shows()) finish(Date.now());
    });
    const timer = setTimeout(() => finish(null), limitMs);
    const finish = (at: number | 'shown before' | null) => {
      clearTimeout(timer);
      observer.disconnect();
      resolve(at);
    };
    for (const node of nodes) observer.observe(node, { subtree: true, childList: true, characterData: true });
    if (shows()) finish('shown before');
  });
}
