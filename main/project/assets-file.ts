/**
 * `assets.json`: the equipment of the station, optional. Its form, each role, each tag and expression, and what one asset
 * says of another are checked here: what passes can be bound to symbols and opened as a faceplate.
 */
import { ASSET_ROLES, type Asset, type AssetRow, assetFileSchema, assetSchema } from '../../shared/model/asset.ts';
import { fieldOf, listOf, readDocument, type Source } from './document.ts';
import type { ProblemList } from './problem.ts';
import { checkBinding, type Known } from './references.ts';

type Path = readonly PropertyKey[];

interface Context {
  readonly document: Source;
  readonly known: Known;
  /** Names of `words`. */
  readonly words: readonly string[];
  /** Ids of all assets, with the path of the first that has it. */
  readonly ids: ReadonlyMap<string, Path>;
}

/** Every asset, its status word resolved; none when the file cannot be used. */
export function readAssetsFile(
  file: string,
  source: string,
  { known, problems }: { known: Known; problems: ProblemList },
): readonly Asset[] {
  const document = readDocument(file, source, problems);
  if (document === null) return [];
  const whole = document.check(assetFileSchema);
  const rows = listOf(document.data, 'assets').map(raw => assetSchema.safeParse(raw).data);
  const ids = new Map<string, Path>();
  rows.forEach((row, i) => {
    if (row !== undefined && !ids.has(row.id)) ids.set(row.id, ['assets', i, 'id']);
  });
  const words = Object.keys(fieldOf(document.data, 'words') ?? {});
  // What is wrong with one asset has been said above; the others are checked all the same.
  rows.forEach((row, i) => {
    if (row !== undefined) checkAsset(row, ['assets', i], { document, known, words, ids });
  });
  if (whole === null) return [];
  return whole.assets.map(({ word, ...asset }) => ({
    ...asset,
    bits: word === undefined ? [] : (whole.words[word] ?? []),
  }));
}

function checkAsset(asset: AssetRow, path: Path, context: Context): void {
  checkId(asset, [...path, 'id'], context);
  checkRoles(asset, path, context);
  checkWord(asset, [...path, 'word'], context);
  asset.permissives.forEach(({ when }, i) => {
    if (when !== undefined) checkBinding(when, [...path, 'permissives', i, 'when'], context);
  });
  asset.parts.forEach((part, i) => {
    if (!context.ids.has(part)) unknownAsset(part, [...path, 'parts', i], context);
  });
}

function checkId({ id }: AssetRow, path: Path, { document, ids }: Context): void {
  const first = ids.get(id);
  if (first === undefined || first[1] === path[1]) return;
  const line = document.lineOf(first);
  document.complain(
    path,
    { zh: `设备 "${id}" 重复`, en: `asset "${id}" appears twice` },
    { zh: `第 ${line} 行已有；设备位号必须唯一`, en: `line ${line} has it already; ids of assets are unique` },
  );
}

function checkRoles({ type, tags }: AssetRow, path: Path, context: Context): void {
  const roles: readonly string[] = ASSET_ROLES[type];
  for (const [role, binding] of Object.entries(tags)) {
    if (roles.includes(role)) {
      checkBinding(binding, [...path, 'tags', role], context);
      continue;
    }
    context.document.complain(
      [...path, 'tags', role],
      { zh: `类型 ${type} 没有角色 "${role}"`, en: `type ${type} has no role "${role}"` },
      { zh: `可用角色：${roles.join(', ')}`, en: `its roles are ${roles.join(', ')}` },
    );
  }
}

function checkWord({ word }: AssetRow, path: Path, { document, words }: Context): void {
  if (word === undefined || words.includes(word)) return;
  document.complain(
    path,
    { zh: `状态字 "${word}" 没有定义`, en: `status word "${word}" is not defined` },
    { zh: `words 中已有：${words.join(', ')}`, en: `words has ${words.join(', ')}` },
  );
}

function unknownAsset(id: string, path: Path, { document }: Context): void {
  document.complain(
    path,
    { zh: `设备 "${id}" 不存在`, en: `asset "${id}" does not exist` },
    { zh: '写本文件中的设备位号', en: 'name an asset of this file' },
  );
}
