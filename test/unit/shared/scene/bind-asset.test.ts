/** An asset binds a symbol to all its tags at once. */
import { expect, it } from 'vitest';
import { nodeSchema } from '../../../../shared/model/scene.ts';
import { bindAsset } from '../../../../shared/scene/bind-asset.ts';

const XV = { tags: { open: 'ZSO-1', closed: 'ZSC-1', status: 'XI-1', leak: 'PT-9' } };
const valve = (bind: Record<string, string> = {}) =>
  nodeSchema.parse({ id: 'XV-1', symbol: 'valve', at: [0, 0], asset: 'XV-1', bind });

it('gives a node every role of its symbol that the asset has, and no other', () => {
  expect(bindAsset(valve(), XV)).toEqual({ open: 'ZSO-1', closed: 'ZSC-1', status: 'XI-1' });
});

it('goes behind what the node binds itself', () => {
  expect(bindAsset(valve({ closed: '=not [ZSO-1]' }), XV)).toEqual({
    open: 'ZSO-1',
    closed: '=not [ZSO-1]',
    status: 'XI-1',
  });
});

it('leaves a node as it is when it has no asset', () => {
  expect(bindAsset(valve({ open: 'A' }), undefined)).toEqual({ open: 'A' });
});

it('takes nothing from what an object inherits', () => {
  expect(bindAsset({ ...valve(), symbol: 'row' }, XV)).toEqual({});
});
