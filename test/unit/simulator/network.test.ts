import { describe, expect, it } from 'vitest';
import { demandFlow, pipeFlow, valveFlow } from '../../../main/simulator/plant/network/laws.ts';
import {
  ATMOSPHERE,
  type Branch,
  type BranchFlow,
  createNetwork,
  SUPPLY,
} from '../../../main/simulator/plant/network/network.ts';
import { NODES } from '../../../main/simulator/plant/network/topology.ts';
import { inject, run, settledPlant } from './demo-plant.ts';

const pipe = (name: string, from: number, to: number, k: number): Branch => ({
  name,
  from,
  to,
  sense: -1,
  law: (out, p) => pipeFlow(out, k, p),
});

describe('gas network', () => {
  const capacities = [100, 2, 300];
  const branches: Branch[] = [
    pipe('in', SUPPLY, 0, 5),
    pipe('a', 0, 1, 20),
    pipe('b', 1, 2, 10),
    {
      name: 'use',
      from: 2,
      to: ATMOSPHERE,
      sense: -1,
      law: (out, { up }) => demandFlow(out, 3, { up, fullAtMpa: 0.1 }),
    },
  ];
  const network = createNetwork({ capacities, branches, boundary: i => (i === SUPPLY ? 4 : 0.101325) });

  it.each([0.01, 1, 60, 300])('conserves mass in a step of %d s', dtS => {
    const pressures = [3, 2, 1];
    const flows: number[] = [];
    for (let step = 0; step < 50; step += 1) {
      const before = pressures.reduce((sum, p, i) => sum + p * (capacities[i] ?? 0), 0);
      network.step(pressures, flows, dtS);
      const after = pressures.reduce((sum, p, i) => sum + p * (capacities[i] ?? 0), 0);
      const balance = ((flows[0] ?? 0) - (flows[3] ?? 0)) * dtS;
      expect(after - before).toBeCloseTo(balance, 6);
    }
    expect(flows[0]).toBeGreaterThan(0);
  });

  it('settles where inflow equals demand', () => {
    const pressures = [1, 1, 1];
    const flows: number[] = [];
    for (let step = 0; step < 2000; step += 1) network.step(pressures, flows, 10);
    for (const flow of flows) expect(flow).toBeCloseTo(3, 6);
  });

  it('has branch laws whose slopes are their derivatives', () => {
    const laws: Branch['law'][] = [(out, p) => pipeFlow(out, 7, p), (out, p) => valveFlow(out, 3, p)];
    const points = [
      [3.2, 3.1],
      [3.2, 1.6],
      [3.2, 0.4],
      [0.5, 0.49],
    ] as const;
    const flow = (law: (typeof laws)[number], up: number, down: number): BranchFlow => {
      const out = { q: 0, dUp: 0, dDown: 0, dSense: 0 };
      law(out, { up, down, sensed: 0 });
      return out;
    };
    for (const law of laws) {
      for (const [up, down] of points) {
        const h = 1e-7;
        const at = flow(law, up, down);
        const slopeUp = (flow(law, up + h, down).q - flow(law, up - h, down).q) / (2 * h);
        const slopeDown = (flow(law, up, down + h).q - flow(law, up, down - h).q) / (2 * h);
        expect(at.dUp).toBeCloseTo(slopeUp, 3);
        expect(at.dDown).toBeCloseTo(slopeDown, 3);
      }
    }
  });
});

describe('the space between two regulators', () => {
  // Empty, as nothing but a mistake leaves it; and after an hour of the monitor's work, which its worker ends.
  it.each([0.25, 1, 2, 10])('fills again from empty in steps of %d s', dtS => {
    const plant = settledPlant();
    const { model } = plant;
    model.state.pressures[NODES.findIndex(({ id }) => id === 'mid1301A')] = 0.01;
    run(plant, 600, dtS);
    expect(model.gauge('mid1301A')).toBeGreaterThan(3);
    expect(model.gauge('reg1')).toBeGreaterThan(0.35);
  });

  it.each([0.25, 1, 2, 10])('has its pressure again when the worker comes back, in steps of %d s', dtS => {
    const plant = settledPlant();
    inject(plant, 'regulator-fails-open', 'PCV-1302A');
    run(plant, 3600, dtS);
    expect(plant.model.gauge('mid1301A')).toBeLessThan(2);
    plant.clear({ fault: 'regulator-fails-open', target: 'PCV-1302A' });
    run(plant, 600, dtS);
    for (let i = 0; i < 600; i += dtS) {
      run(plant, dtS, dtS);
      expect(plant.model.gauge('mid1301A')).toBeGreaterThan(3);
      expect(plant.model.gauge('reg1')).toBeGreaterThan(0.35);
    }
  });
});

describe('station balance', () => {
  it('loses no gas while a regulator that failed comes back', () => {
    const plant = settledPlant();
    const { model } = plant;
    const between = NODES.findIndex(({ id }) => id === 'mid1301A');
    const capacity = (0.6 * ((293.15 * 0.997957) / 288.15 / 0.101325)) / (1 - 0.022 * 3.09);
    inject(plant, 'regulator-fails-open', 'PCV-1302A');
    run(plant, 3600);
    plant.clear({ fault: 'regulator-fails-open', target: 'PCV-1302A' });
    for (let i = 0; i < 900; i += 1) {
      const before = model.state.pressures[between] ?? 0;
      run(plant, 2, 2);
      const stored = ((model.state.pressures[between] ?? 0) - before) * capacity;
      expect(stored).toBeCloseTo(2 * (model.flow('PCV-1301A') - model.flow('PCV-1302A')), 6);
    }
  });

  it('loses no gas in an hour: supply = what left the station + change of the stored gas', () => {
    const plant = settledPlant();
    const { model } = plant;
    const volume = (id: string): number => NODES.find(n => n.id === id)?.volume ?? 0;
    // Storage as the model has it: V·(Tb/T)(Zb/Z)/Pb with Z = 1 - 0.022 p of the normal state.
    const stored = (): number =>
      NODES.reduce(
        (sum, n) =>
          sum +
          ((model.gauge(n.id) + 0.101325) * (volume(n.id) * ((293.15 * 0.997957) / 288.15 / 0.101325))) /
            (1 - 0.022 * n.normalMpa),
        0,
      );
    const before = stored();
    let supplied = 0;
    let left = 0;
    const sinks = model.branchNames.filter(n => /^(demand-|leak-|relief-|own-use|vent|BDV-1002)/.test(n));
    for (let i = 0; i < 3600; i += 1) {
      run(plant, 1);
      supplied += model.flow('supply');
      left += sinks.reduce((sum, name) => sum + model.flow(name), 0);
    }
    expect(supplied).toBeGreaterThan(15_000);
    expect(stored() - before).toBeCloseTo(supplied - left, 3);
  });
});
