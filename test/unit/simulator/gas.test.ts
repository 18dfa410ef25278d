import { describe, expect, it } from 'vitest';
import {
  compressibility,
  expandedTemperature,
  speedOfSound,
  standardPerActual,
} from '../../../main/simulator/plant/gas/gas.ts';

describe('gas properties', () => {
  it('reproduce the table they interpolate', () => {
    expect(compressibility(3.2, 15)).toBeCloseTo(0.929882, 5);
    expect(speedOfSound(3.2, 15)).toBeCloseTo(413.248, 2);
  });

  it('convert 560 m³/h at 3.2 MPa and 15 °C to the worked example of the volume conversion', () => {
    const standard = 560 * standardPerActual(3.2 + 0.101325, 15, compressibility(3.2, 15));
    expect(standard).toBeCloseTo(19_921.17, 0);
  });

  // Isenthalpic GERG-2008 end temperatures of the domain data.
  it.each([
    [3.2, 15, 0.36, 0.413],
    [3.2, 25, 0.36, 11.515],
    [3.2, 15, 1.5, 6.525],
    [2.5, 15, 0.36, 4.104],
    [3.2, 5, 1.5, -4.175],
  ])('cool from %d MPa, %d °C to %d MPa down to %d °C within 0.35 K', (from, warm, to, cold) => {
    expect(Math.abs(expandedTemperature(warm, from, to) - cold)).toBeLessThan(0.35);
  });
});
