/** What a node is bound to once its asset is known: every role of its symbol that the asset has a tag for. Pure. */
import type { SceneNode } from '../model/scene.ts';
import { symbolRules } from './symbol-catalogue.ts';

/** What of a piece of equipment of `assets.json` matters here. */
export interface BoundAsset {
  /** Tag by role. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Roles that the symbol lacks are left out; a role that the node binds itself is kept as it is. */
export function bindAsset(node: SceneNode, asset: BoundAsset | undefined): SceneNode['bind'] {
  if (asset === undefined) return node.bind;
  const roles = Object.keys(symbolRules(node.symbol)?.roles ?? {});
  const given = roles.flatMap(role => {
    const tag = Object.hasOwn(asset.tags, role) ? asset.tags[role] : undefined;
    return tag === undefined ? [] : [[role, tag] as const];
  });
  return { ...Object.fromEntries(given), ...node.bind };
}
