/**
 * Which piece of equipment a symbol or a value belongs to. A value that no asset names is an instrument of its own: its faceplate
 * is made of the tag alone. Pure.
 */
import type { ServedAsset } from '../../shared/model/asset.ts';
import type { TagDefinition } from '../../shared/model/tag.ts';

type Assets = readonly ServedAsset[];

/** What is needed of a scene node. */
export interface AssetNode {
  readonly id: string;
  readonly name?: string | undefined;
  readonly asset?: string | undefined;
}

/** By the asset that the node names, else by its own id or name; a regulator is part of its run. */
export function assetOfNode({ id, name, asset }: AssetNode, assets: Assets): ServedAsset | undefined {
  const names = asset === undefined ? [id, name] : [asset];
  return (
    assets.find(other => names.includes(other.id)) ??
    assets.find(other => other.setPoints.some(point => names.includes(point.of)))
  );
}

/** The instrument of a tag: an asset of the project that is about this value alone, else one made of the tag. */
export function instrumentOf(tag: TagDefinition, assets: Assets): ServedAsset {
  const known = assets.find(({ type, tags }) => type === 'analog' && tags['value'] === tag.name);
  if (known !== undefined) return known;
  return {
    id: tag.name,
    type: 'analog',
    name: tag.description,
    tags: { value: tag.name },
    bits: [],
    setPoints: [],
    tests: [],
    permissives: [],
    parts: [],
    handles: { [tag.name]: tag.handle },
  };
}

/** By its id: equipment, or a tag of the station. */
export function assetById(
  id: string,
  assets: Assets,
  byName: ReadonlyMap<string, TagDefinition>,
): ServedAsset | undefined {
  const asset = assets.find(other => other.id === id);
  if (asset !== undefined) return asset;
  const tag = byName.get(id);
  return tag === undefined ? undefined : instrumentOf(tag, assets);
}
