/**
 * Both palettes against the figures of the style (docs/hmi-style.md): what is read, what is seen, and that the colours of alarms are of
 * alarms alone.
 */
import { describe, expect, it } from 'vitest';
import { RUNNING_HUES } from '../../../../shared/model/station.ts';
import {
  chromaOf,
  colourIn,
  contrast,
  distanceOf,
  hueDistanceOf,
  hueOf,
  namesIn,
  PALETTES,
  runningIn,
} from './palette.ts';
import { askedIn, coloursIn, declarationsOf, SHEETS, SOURCES, tokensBehind, withoutPaper } from './sheets.ts';

const PALETTE_NAMES = new Set(namesIn('day'));
const GROUNDS = ['--bg', '--panel', '--raise'];
const PRIORITIES = [1, 2, 3, 4];
/** In the plane of hue and saturation of OKLab: a lighter or darker red is red. */
const LEAST_HUE_DISTANCE = 0.1;
/** They draw badges of alarms on a canvas. */
const CANVAS_BADGES: readonly string[] = ['trend/give/sheet-inks.ts', 'trend/lanes/paint-lanes.ts'];

interface Need {
  readonly on: readonly string[];
  readonly least: number;
}
const READ = 4.5;
const SEEN = 3;
/**
 * Lines that only part or fill: what they say, shape says as well (an isolated pipe is dotted, old values are hatched and have their
 * age). They are held to be seen at all.
 */
const QUIET = 1.6;
const PARTING = 1.15;

/** What texts and lines are drawn with, and on which grounds. */
const INKS: Readonly<Record<string, readonly Need[]>> = {
  '--text': [{ on: [...GROUNDS, '--sunk', '--track', '--band'], least: READ }],
  '--muted': [{ on: [...GROUNDS, '--sunk'], least: READ }],
  '--value': [{ on: GROUNDS, least: 7 }],
  '--setpoint': [{ on: [...GROUNDS, '--track', '--band'], least: SEEN }],
  '--outline': [{ on: [...GROUNDS, '--track', '--band'], least: SEEN }],
  '--pipe': [{ on: GROUNDS, least: SEEN }],
  '--select': [{ on: [...GROUNDS, '--sunk', '--track'], least: SEEN }],
  '--ring': [{ on: GROUNDS, least: SEEN }],
  '--bg': [{ on: ['--text'], least: READ }],
  '--raise': [{ on: ['--text'], least: READ }],
  '--inverse': [{ on: ['--text', '--select'], least: READ }],
  '--flag-text': [{ on: ['--select'], least: READ }],
  '--on-run': [{ on: ['--fill-run'], least: READ }],
  '--on-stop': [{ on: ['--fill-stop'], least: READ }],
  '--detail-run': [{ on: ['--fill-run'], least: SEEN }],
  '--fill-run': [{ on: ['--fill-stop'], least: SEEN }],
  '--stale': [
    { on: GROUNDS, least: QUIET },
    { on: ['--track'], least: QUIET },
  ],
  '--pipe-iso': [{ on: GROUNDS, least: QUIET }],
  '--panel-line': [{ on: GROUNDS, least: PARTING }],
  '--grid': [{ on: ['--bg', '--panel'], least: PARTING }],
};

/** Those that a test of their own is about; and rims of the ground around a text or a mark, which are to be as the ground is. */
const NOT_INKS = [/^--(?:on-)?p[1-4]$/, /^--pen[1-8]$/, /^--badge-line$/, /^--(?:panel|track)$/];
/** Properties that draw texts and lines; `fill` draws both texts and areas. */
const DRAWS =
  /^(?:color|stroke|text-decoration(?:-color)?|border(?:-(?:top|right|bottom|left))?(?:-color)?|outline(?:-color)?)$/;

describe.each(PALETTES)('by %s', theme => {
  const token = colourIn(theme);

  it.each(Object.entries(INKS))('%s stands out from what it is drawn on', (ink, needs) => {
    for (const { on, least } of needs)
      for (const ground of on) expect(contrast(token(ink), token(ground)), ground).toBeGreaterThanOrEqual(least);
  });

  it('light fills stand out from dark ones', () => {
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

/** Tokens of the palettes that such properties of the style sheets come to, on the screen. */
function tokensIn(properties: RegExp): readonly string[] {
  const asked = SHEETS.flatMap(({ text }) =>
    declarationsOf(withoutPaper(text))
      .filter(({ property }) => properties.test(property))
      .flatMap(({ value }) => askedIn(value).flatMap(name => tokensBehind(name))),
  );
  return [...new Set(asked)].filter(name => PALETTE_NAMES.has(name));
}

describe('what texts and lines are drawn with', () => {
  it('is held to its contrast above, whatever name a style sheet gives it', () => {
    const tokens = tokensIn(DRAWS);
    const unheld = tokens.filter(name => !Object.hasOwn(INKS, name) && !NOT_INKS.some(other => other.test(name)));
    expect(unheld.toSorted()).toEqual([]);
    expect(tokens.length).toBeGreaterThan(15);
  });

  it('is held to that of a text where it is the colour of one', () => {
    const tokens = tokensIn(/^color$/);
    const weak = tokens.filter(name => !(INKS[name] ?? []).some(({ least }) => least >= READ));
    expect(weak).toEqual([]);
    expect(tokens.length).toBeGreaterThan(5);
  });
});

const ALARM_TOKEN = /^--(?:on-)?p[1-4]$/;

describe('colours', () => {
  it('of alarms are used by badges, frames and marks of alarms, and nowhere else', () => {
    const aliases = new Set(
      SHEETS.flatMap(({ text }) => declarationsOf(text).map(({ property }) => property)).filter(
        name =>
          name.startsWith('--') && !ALARM_TOKEN.test(name) && tokensBehind(name).some(token => ALARM_TOKEN.test(token)),
      ),
    );
    // Another name for a colour of alarms is known to badges alone.
    expect([...aliases].toSorted()).toEqual(['--ink', '--on']);
    const names = new RegExp(`--(?:on-)?p(?:[1-4]\\b|\\$\\{)|(?:${[...aliases].join('|')})(?![\\w-])`);
    const users = SOURCES.filter(({ text }) => names.test(text));
    expect(users.map(({ file }) => file).toSorted()).toEqual([
      'theme/alarms/badges.css',
      'theme/tokens.css',
      'trend/chart/inks.ts',
    ]);
    const onCanvas = SOURCES.filter(({ text }) => /\.badges\b/.test(text)).map(({ file }) => file);
    expect(onCanvas.toSorted()).toEqual(CANVAS_BADGES);
  });

  it('are tokens: a screen names no colour of its own, but paper', () => {
    // The sheet of a trend that is given away is paper, whatever palette the screen has.
    const allowed = ['theme/tokens.css', 'trend/give/sheet-inks.ts'];
    const strangers = SOURCES.filter(({ file }) => !allowed.includes(file)).flatMap(source => {
      const colours = coloursIn({ ...source, text: withoutPaper(source.text) });
      return colours.map(colour => `${source.file} ${colour}`);
    });
    expect(strangers).toEqual([]);
  });

  it('that are spelled out, on screen or on paper, are none that could be taken for one of alarms', () => {
    const alarms = PALETTES.flatMap(theme => PRIORITIES.map(priority => colourIn(theme)(`--p${priority}`)));
    const spelled = SOURCES.flatMap(source => {
      const isPalette = source.file === 'theme/tokens.css';
      const text = isPalette ? source.text.replace(/--(?:p[1-4]|pen\d|on-p[1-4]):[^;]*;/g, '') : source.text;
      return coloursIn({ ...source, text }).map(colour => [`${source.file} ${colour}`, colour] as const);
    });
    expect(spelled.length).toBeGreaterThan(50);
    const alike = spelled.filter(([, colour]) =>
      !/^#[0-9a-f]{6}$/i.test(colour)
        ? !/^rgb\($/i.test(colour)
        : alarms.some(alarm => hueDistanceOf(colour, alarm) < LEAST_HUE_DISTANCE),
    );
    expect(alike.map(([place]) => place)).toEqual([]);
  });
});
