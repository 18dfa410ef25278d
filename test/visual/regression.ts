/**
 * `npm run test:visual [-- --accept] [SCREEN …]`: every screen (or those that are named) of the demo station as it looks now against the references in
 * test/visual/references. A changed layout or colour is told with where it is and makes the exit code 1; a changed value does not.
 * Looks that are meant are accepted with --accept, which writes their references anew. What differs is in out/visual as it is now.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { sleep } from '../bench/bench.ts';
import { launchBrowser } from '../kit/browser.ts';
import { projectRoot, StationProcess } from '../kit/station-process.ts';
import { PictureTable } from './compare-pictures.ts';
import { CONDITIONS, type Condition, under } from './conditions.ts';
import { type Look, openPage, type Studio } from './pictures.ts';
import { type Screen, screensOf, visit } from './screens.ts';
import { holdStill } from './steady.ts';

const REFERENCES = join(import.meta.dirname, 'references');
const NOW = join(projectRoot, 'out/visual');
const WARM_UP_MS = 12_000;
/**
 * Mean difference of a part of 40 × 40 px, of 255: a word that has moved is more. While something is wrong a badge or an age may
 * come a moment earlier or later.
 */
const PART_LIMIT: Readonly<Record<Condition, number>> = { calm: 14, 'comm-loss': 24, alarm: 24 };
/** Of the whole picture: a ground of another grey is less than that for each part. */
const WHOLE_LIMIT = 3;

const LOOKS: readonly Look[] = [
  { theme: 'day', language: 'zh' },
  { theme: 'night', language: 'en' },
];
/** Looked at when something is wrong too. */
const WRONG = ['overview', 'regulation', 'safety'];

interface Table {
  readonly pictures: PictureTable;
  readonly isAccepting: boolean;
  /** Names of screens; none means all. */
  readonly only: readonly string[];
  readonly failures: string[];
  compared: number;
}

async function lookAt(studio: Omit<Studio, 'save'>, table: Table, condition: Condition): Promise<void> {
  const all = await screensOf(studio.station);
  const wanted = all.filter(({ name }) => table.only.length === 0 || table.only.includes(name));
  const screens = condition === 'calm' ? wanted : wanted.filter(({ name }) => WRONG.includes(name));
  if (screens.length === 0) return;
  for (const look of condition === 'calm' ? LOOKS : LOOKS.slice(0, 1)) {
    const page = await openPage(studio, look, { address: '#/support' });
    await holdStill(page);
    for (const screen of screens) {
      await visit(page, screen);
      const shot = {
        name: nameOf(screen, look, condition),
        limit: PART_LIMIT[condition],
        picture: await page.screenshot(),
      };
      await judge(table, shot);
    }
    await page.close();
  }
}

const nameOf = (screen: Screen, { theme, language }: Look, condition: Condition): string =>
  `${screen.name}-${theme}-${language}-${condition}`;

interface Shot {
  readonly name: string;
  readonly limit: number;
  readonly picture: Buffer;
}

async function judge(table: Table, shot: Shot): Promise<void> {
  const { name, picture } = shot;
  const file = join(REFERENCES, `${name}.webp`);
  table.compared++;
  if (table.isAccepting) return writeFileSync(file, await table.pictures.shrink(picture));
  if (!existsSync(file)) return fail(table, shot, '没有基准图 there is no reference');
  const { worst, at, parts, mean } = await table.pictures.compare(picture, readFileSync(file), shot.limit);
  const figures = `${worst.toFixed(0)} of 255 about ${at.join(', ')}; ${mean.toFixed(1)} as a whole`;
  if (parts > 0 || mean > WHOLE_LIMIT) return fail(table, shot, `${parts} 处不同 parts differ, most by ${figures}`);
  process.stdout.write(`same    ${name} (${figures})\n`);
}

function fail(table: Table, { name, picture }: Shot, why: string): void {
  process.stdout.write(`DIFFERS ${name}: ${why}\n`);
  table.failures.push(name);
  writeFileSync(join(NOW, `${name}.png`), picture);
}

async function main(): Promise<void> {
  const { values, positionals: only } = parseArgs({
    allowPositionals: true,
    options: { accept: { type: 'boolean', default: false } },
  });
  for (const folder of [REFERENCES, NOW]) mkdirSync(folder, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), 'citygate-visual-'));
  try {
    const station = await StationProcess.start({ project: join(projectRoot, 'assets/demo-station'), data });
    try {
      const browser = await launchBrowser();
      try {
        const pictures = new PictureTable(await browser.newPage());
        const table: Table = { pictures, isAccepting: values.accept, only, failures: [], compared: 0 };
        await sleep(WARM_UP_MS);
        for (const condition of CONDITIONS) {
          await under({ station, data }, condition, () => lookAt({ browser, station, data }, table, condition));
        }
        tell(table);
      } finally {
        await browser.close();
      }
    } finally {
      await station.stop();
    }
  } finally {
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
}

function tell({ isAccepting, failures, compared }: Table): void {
  if (isAccepting) process.stdout.write(`${compared} 张基准图已更新 references written\n`);
  else
    process.stdout.write(
      `${compared} 张，${failures.length} 张不同 · ${compared} looked at, ${failures.length} differ\n`,
    );
  if (failures.length === 0) return;
  process.stdout.write(`现在的样子见 out/visual；确认无误后：npm run test:visual -- --accept\n`);
  process.stdout.write('How they look now: out/visual. If that is meant: npm run test:visual -- --accept\n');
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
