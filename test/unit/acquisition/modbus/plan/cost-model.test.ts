/** What requests cost, found again from measurements that are as noisy as a network. */
import { describe, expect, it } from 'vitest';
import { CostModel } from '../../../../../main/acquisition/drivers/modbus/plan/cost-model.ts';
import { initialCostOf } from '../../../../../main/acquisition/drivers/modbus/plan/initial-cost.ts';
import type { ModbusRtuChannel, ModbusTcpChannel } from '../../../../../main/project/types.ts';
import { randomOf } from '../../../support/samples.ts';

const INITIAL = { perRequestMs: 1, perRegisterMs: 0.0005 };
const size = (random: () => number): number => 1 + Math.floor(random() * 125);
const times = (n: number, run: (i: number) => void): void => {
  for (let i = 0; i < n; i++) run(i);
};

describe('CostModel', () => {
  it('believes the medium until 20 requests have been measured', () => {
    const model = new CostModel(INITIAL);
    times(19, i => model.add(1 + i * 6, 100));
    expect([model.isMeasured, model.cost]).toEqual([false, INITIAL]);
    model.add(125, 100);
    expect(model.isMeasured).toBe(true);
    expect(model.cost.perRequestMs).toBeCloseTo(100, 6);
  });

  it('finds the exact costs where nothing disturbs', () => {
    const model = new CostModel(INITIAL);
    const random = randomOf(1);
    times(60, () => {
      const registers = size(random);
      model.add(registers, 30 + registers * 2);
    });
    expect(model.cost.perRequestMs).toBeCloseTo(30, 6);
    expect(model.cost.perRegisterMs).toBeCloseTo(2, 6);
  });

  it.each([
    ['a meter at 9,600 Bd', 40, 2.1],
    ['a controller on the network', 2, 0.004],
    ['a radio', 600, 9],
  ])('finds the costs of %s through 20 %% of noise', (_what, perRequestMs, perRegisterMs) => {
    for (let seed = 1; seed <= 20; seed++) {
      const model = new CostModel(INITIAL);
      const random = randomOf(seed);
      times(400, () => {
        const registers = size(random);
        const noise = 1 + (random() - 0.5) * 0.4;
        model.add(registers, (perRequestMs + registers * perRegisterMs) * noise);
      });
      const { cost } = model;
      const total = cost.perRequestMs + 60 * cost.perRegisterMs;
      expect(Math.abs(total / (perRequestMs + 60 * perRegisterMs) - 1)).toBeLessThan(0.06);
      // Worth of a register in requests, which is what decides a plan: within what noise of this size allows.
      expect(Math.abs(cost.perRegisterMs - perRegisterMs) * 60).toBeLessThan(total * 0.2);
    }
  });

  it('is not moved by a hiccup of the network', () => {
    const model = new CostModel(INITIAL);
    times(100, i => model.add(1 + (i % 100), 10));
    times(20, () => {
      model.add(100, 900);
      times(4, i => model.add(1 + i * 30, 10));
    });
    expect(model.cost.perRequestMs).toBeCloseTo(10, 3);
    expect(model.cost.perRegisterMs).toBeCloseTo(0, 6);
  });

  it('follows a device that has become twenty times slower for good', () => {
    const model = new CostModel(INITIAL);
    times(1_000, i => model.add(1 + (i % 100), 1));
    times(1_000, i => model.add(1 + (i % 100), 20));
    expect(model.cost.perRequestMs).toBeGreaterThan(18);
    times(1_000, i => model.add(1 + (i % 100), 1));
    expect(model.cost.perRequestMs).toBeLessThan(1.1);
  });

  it('follows a device that grows slow within some hundred requests: the newest count most', () => {
    const model = new CostModel(INITIAL);
    times(10_000, i => model.add(1 + (i % 100), 10));
    times(70, i => model.add(1 + (i % 100), 20));
    expect(model.cost.perRequestMs).toBeGreaterThan(14);
    expect(model.cost.perRequestMs).toBeLessThan(16);
  });

  it('keeps the slope of the medium while all requests are about equally large', () => {
    const initial = { perRequestMs: 20, perRegisterMs: 2 };
    const model = new CostModel(initial);
    const random = randomOf(2);
    times(200, i => model.add(60 + (i % 3), 150 + random()));
    expect(model.cost.perRegisterMs).toBe(2);
    expect(model.cost.perRequestMs).toBeCloseTo(150.5 - 61 * 2, 0);
  });

  it('tells the slope from sizes that are eight registers apart on average', () => {
    const model = new CostModel({ perRequestMs: 20, perRegisterMs: 2 });
    times(200, i => model.add(i % 2 === 0 ? 40 : 57, i % 2 === 0 ? 80 : 97));
    expect(model.cost.perRegisterMs).toBeCloseTo(1, 6);
  });

  it('never lets a request look free, nor a register cheaper than nothing', () => {
    const steep = new CostModel({ perRequestMs: 1, perRegisterMs: 50 });
    times(50, () => steep.add(100, 10));
    expect(steep.cost.perRequestMs).toBeCloseTo(1, 6);
    const falling = new CostModel(INITIAL);
    times(50, i => falling.add(1 + (i % 2) * 99, i % 2 === 0 ? 20 : 10));
    expect(falling.cost.perRegisterMs).toBe(0);
    expect(falling.cost.perRequestMs).toBeGreaterThan(10);
  });
});

describe('initialCostOf', () => {
  const base = {
    id: 'c',
    connectTimeoutMs: 1_000,
    timeoutMs: 500,
    recorderMb: 0,
    devices: [],
    inFlight: 1,
    lateReplyMs: 1_000,
    turnaroundMs: 0,
  };
  const tcp: ModbusTcpChannel = {
    ...base,
    protocol: 'modbus-tcp',
    host: 'h',
    port: 502,
    backup: null,
    isGateway: false,
    hasTransactionIds: true,
  };
  const serial = (baudRate: number): ModbusRtuChannel => ({
    ...base,
    protocol: 'modbus-rtu',
    hasEcho: false,
    serial: { path: 'p', baudRate, parity: 'none', dataBits: 8, stopBits: 1, raisesRts: false },
  });

  it('supposes that on a network a request costs as much as a full one of registers and more', () => {
    const { perRequestMs, perRegisterMs } = initialCostOf(tcp);
    expect(perRequestMs).toBeGreaterThan(125 * perRegisterMs);
  });

  it('counts the characters of a serial line by its speed', () => {
    // 2 bytes of 10 bits at 9,600 Bd.
    expect(initialCostOf(serial(9_600)).perRegisterMs).toBeCloseTo(2.083, 3);
    expect(initialCostOf(serial(19_200)).perRegisterMs).toBeCloseTo(1.042, 3);
    // 13 bytes of frames, twice 3.5 characters of silence, 10 ms for the meter.
    expect(initialCostOf(serial(9_600)).perRequestMs).toBeCloseTo(20 * (10 / 9.6) + 10, 3);
  });

  it('takes a line behind a gateway or a serial server for the usual 9,600 Bd, and adds its turnaround', () => {
    const { perRegisterMs, perRequestMs } = initialCostOf({ ...tcp, isGateway: true, turnaroundMs: 25 });
    expect(perRegisterMs).toBe(initialCostOf(serial(9_600)).perRegisterMs);
    expect(perRequestMs).toBeCloseTo(initialCostOf(serial(9_600)).perRequestMs + 25, 6);
  });
});
