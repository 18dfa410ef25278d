/** The short way from the plant to a raw value gives what a client reads from the registers of the demo field. */
import { expect, it } from 'vitest';
import { registerReading } from '../../../../main/simulator/history/register-reading.ts';
import { RegisterImage } from '../../../../main/simulator/servers/register-image.ts';
import { toEngineering } from '../../../../main/tags/scaling.ts';
import { fieldTags } from '../demo-plant.ts';

const modbusTags = fieldTags.filter(tag => tag.address?.kind === 'modbus');

it('reads every Modbus tag of the demo station as its device would serve it', () => {
  expect(modbusTags.length).toBeGreaterThan(150);
  for (const tag of modbusTags) {
    const served = new RegisterImage([tag]);
    const reading = registerReading(tag);
    for (const share of [0, 0.123456789, 0.5, 0.987654321, 1, -0.3, 1e9]) {
      const value = (tag.low ?? 0) + ((tag.high ?? 1) - (tag.low ?? 0)) * share;
      served.set(tag.name, value);
      expect(toEngineering(tag.scaling, reading(value)), `${tag.name} ${value}`).toBe(served.get(tag.name));
      // A value that is asked twice is the same.
      expect(toEngineering(tag.scaling, reading(value))).toBe(served.get(tag.name));
    }
  }
});

it('reads words of the analyser as whole numbers and its results as they are', () => {
  const tag = (name: string) => fieldTags.find(t => t.name === name) ?? expect.fail(name);
  expect(registerReading(tag('AT-1501.C1'))(94.0123)).toBe(94.0123);
  expect(registerReading(tag('XI-1501'))(16)).toBe(16);
});
