/**
 * Both palettes against the figures of the style (docs/hmi-style.md): what is read, what is seen, and that the colours of alarms are of
 * alarms alone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { RUNNING_HUES } from '../../../../shared/model/station.ts';
import { chromaOf, colourIn, contrast, distanceOf, hueOf, PALETTES, runningIn } from './palette.ts';

const RENDERER = fileURLToPath(new URL('../../../../renderer', import.meta.url));
const GROUNDS = ['--bg', '--panel', '--raise'];
const PRIORITIES = [1, 2, 3, 4];

describe.each(PALETTES)('by %s', theme => {
  const token = colourIn(theme);

  it.each(GROUNDS)('texts are read at 4.5:1 and values at 7:1 on %s', ground => {
    for (const ink of ['--text', '--muted']) {
      expect(contrast(token(ink), token(ground)), ink).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(token('--value'), token(ground))).toBeGreaterThanOrEqual(7);
  });

  it('pipes, outlines and what is marked stand out at 3:1, and light from dark fills', () => {
    for (const line of ['--pipe', '--outline', '--select', '--ring']) {
      expect(contrast(token(line), token('--bg')), line).toBeGreaterThanOrEqual(3);
    }
    expect(contrast(token('--fill-run'), token('--fill-stop'))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(
    PRIORITIES,
  )('the digit of priority %i is read on its badge, and the badge is bounded by its colour or its outline', priority => {
    const fill = token(`--p${priority}`);
    expect(contrast(token(`--on-p${priority}`), fill)).toBeGreaterThanOrEqual(4.5);
    const edge = Math.max(contrast(fill, token('--bg')), contrast(token('--badge-line'), token('--bg')));
    expect(edge).toBeGreaterThanOrEqual(3);
  });

  it('pens are told apart by muted colours, of which none is one of alarms', () => {
    const alarms = PRIORITIES.map(priority => token(`--p${priority}`));
    const palest = Math.min(...alarms.map(chromaOf));
    for (const pen of [1, 2, 3, 4, 5, 6, 7, 8].map(slot => token(`--pen${slot}`))) {
      expect(chromaOf(pen), pen).toBeLessThanOrEqual(0.75 * palest);
      for (const alarm of alarms) expect(distanceOf(pen, alarm), `${pen} ${alarm}`).toBeGreaterThanOrEqual(0.075);
    }
  });
});

describe.each(PALETTES.flatMap(theme => RUNNING_HUES.map(hue => ({ theme, hue }))))('what runs in $hue by $theme', ({
  theme,
  hue,
}) => {
  const token = colourIn(theme);
  const fill = runningIn(theme, hue);

  it('is told from what stands by brightness alone, carries its letters, and keeps its details', () => {
    expect(contrast(fill, token('--fill-stop'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(fill, token('--on-run'))).toBeGreaterThanOrEqual(7);
    expect(contrast(fill, token('--detail-run'))).toBeGreaterThanOrEqual(4.5);
  });

  it('is far from every colour of alarms', () => {
    for (const priority of PRIORITIES) {
      const apart = Math.abs(hueOf(fill) - hueOf(token(`--p${priority}`)));
      expect(Math.min(apart, 360 - apart), `p${priority}`).toBeGreaterThanOrEqual(60);
    }
  });
});

/** Every source of the screen, by its path from `renderer/`. */
const sources = (): readonly { readonly file: string; readonly text: string }[] =>
  readdirSync(RENDERER, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(?:css|tsx?)$/.test(entry.name))
    .map(entry => {
      const path = join(entry.parentPath, entry.name);
      return { file: path.slice(RENDERER.length + 1), text: readFileSync(path, 'utf8') };
    });

describe('colours', () => {
  it('of alarms are used by badges, frames and marks of alarms, and nowhere else', () => {
    const users = sources().filter(({ text }) => /--(?:on-)?p(?:[1-4]\b|\$\{)/.test(text));
    expect(users.map(({ file }) => file).toSorted()).toEqual([
      'theme/alarms/badges.css',
      'theme/tokens.css',
      'trend/chart/inks.ts',
    ]);
  });

  it('are tokens: a screen names no colour of its own, but paper', () => {
    const literal = /#[0-9a-f]{3,8}\b|\b(?:rgb|rgba|hsl|hsla|oklch)\(/i;
    // The sheet of a trend that is given away is paper, whatever palette the screen has.
    const allowed = ['theme/tokens.css', 'trend/give/sheet-inks.ts'];
    const strangers = sources().filter(({ file, text }) => !allowed.includes(file) && literal.test(withoutPaper(text)));
    expect(strangers.map(({ file }) => file)).toEqual([]);
  });
});

/** Without comments, private names, addresses, and what is for the printer. */
const withoutPaper = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/@media print \{[\s\S]*?\n\}/g, '')
    .replace(/#\/[\w/]*/g, '')
    .replace(/(?:this|other)\.#\w+|^\s*(?:readonly |async |get |static )*#\w+/gm, '');
