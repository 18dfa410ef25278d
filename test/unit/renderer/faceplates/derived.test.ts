/** What follows from values is shown in their quality: a word is no better than what it was derived from. */
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Derived } from '../../../../renderer/faceplates/parts/derived.tsx';
import { derivedLook, looksFor, rolesOf } from '../../../../renderer/faceplates/parts/derived-look.ts';
import { isOldMode } from '../../../../renderer/faceplates/types/modes.ts';
import { controllingRoles } from '../../../../renderer/faceplates/types/regulator-state.ts';
import type { Look, LookKind } from '../../../../renderer/mimic/quality-look.ts';

const look = (kind: LookKind, ageMs = 0): Look => ({
  kind,
  value: kind === 'bad' ? null : 1,
  text: null,
  ageMs,
  reason: kind === 'stale' ? 'comm-loss' : 'none',
  isLinkLost: false,
});
const drawn = (from: Look | null): string =>
  renderToStaticMarkup(createElement(Derived, { from, testId: 'word' }, 'Worker in control'));

describe('a word that follows from values', () => {
  it('is hatched and has their age while one of them is old', () => {
    const html = drawn(derivedLook({ travel: look('stale', 47_000), closed: look('good') }, ['travel', 'closed']));
    expect(html).toContain('class="reading hatched"');
    expect(html).toContain('data-quality="stale"');
    expect(html).toContain('47 s');
  });

  it('is plain while all of them are good, and where nothing is bound', () => {
    expect(drawn(look('good'))).not.toMatch(/hatched|boxed|dotted|age-box/);
    expect(drawn(null)).toBe('<span data-testid="word">Worker in control</span>');
  });

  it('is boxed with its letter when somebody entered what it follows from', () => {
    expect(drawn(derivedLook({ travel: look('forced') }, ['travel']))).toContain('<span class="mode-letter">F</span>');
  });

  it('is as old as the oldest of them, and takes no notice of what was not used', () => {
    const looks = { travel: look('stale', 4_000), between: look('stale', 9_000), temperature: look('bad') };
    expect(derivedLook(looks, ['travel', 'between'])?.ageMs).toBe(9_000);
    expect(derivedLook({ travel: look('good'), temperature: look('stale') }, ['travel'])?.kind).toBe('good');
    expect(derivedLook({}, ['travel'])).toBeNull();
  });
});

describe('who controls', () => {
  it('follows from the closed contact alone behind a closed slam-shut, else also from what was looked at', () => {
    expect(controllingRoles('shut')).toEqual(['closed']);
    expect(controllingRoles('monitor')).toEqual(expect.arrayContaining(['closed', 'between', 'inlet', 'outlet']));
    expect(controllingRoles('worker')).toContain('travel');
  });
});

describe('the state of a symbol', () => {
  it('takes the roles of the symbol and nothing else that its asset measures', () => {
    expect(rolesOf('valve')).toEqual(['open', 'closed', 'status']);
    expect(looksFor({ closed: look('good'), outlet: look('stale') }, 'slam-shut')).toEqual({ closed: look('good') });
  });
});

describe('a mode', () => {
  it('is old when the word that tells it is, and never when the project tells it', () => {
    const looks = { status: look('stale'), running: look('good') };
    expect([isOldMode('remote', looks), isOldMode('fault', looks), isOldMode('inUse', looks)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isOldMode('duty', looks)).toBe(false);
  });
});
