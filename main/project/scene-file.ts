/**
 * `scenes/*.json`: a mimic screen. Its form, its symbols with their roles and props, and every name and expression in it are
 * checked here: what passes can be drawn.
 */
import { nodeSchema, pipeSchema, type Scene, sceneSchema } from '../../shared/model/scene.ts';
import { type PropRule, SYMBOL_CATALOGUE, symbolRules } from '../../shared/scene/symbol-catalogue.ts';
import { fieldOf, listOf, readDocument, type Source } from './document.ts';
import type { ProblemList } from './problem.ts';
import { checkBinding, type Known } from './references.ts';

type Path = readonly PropertyKey[];
type Node = Scene['nodes'][number];

/** `id` of the scene as far as it can be read; `scene` is null when the file cannot be used. */
export function readSceneFile(
  file: string,
  source: string,
  context: { known: Known; problems: ProblemList },
): { readonly id: string | null; readonly scene: Scene | null; readonly document: Source | null } {
  const document = readDocument(file, source, context.problems);
  if (document === null) return { id: null, scene: null, document };
  const scene = document.check<Scene>(sceneSchema);
  const { data } = document;
  const id = sceneSchema.shape.id.safeParse(fieldOf(data, 'id')).data ?? null;
  const size = sceneSchema.shape.size.safeParse(fieldOf(data, 'size')).data ?? null;
  const unique = uniqueIn(document);
  // What is wrong with one node has been said above; the others are checked all the same.
  listOf(data, 'nodes').forEach((raw, i) => {
    const node = nodeSchema.safeParse(raw).data;
    if (node === undefined) return;
    const path = ['nodes', i];
    unique(node.id, [...path, 'id']);
    if (size !== null) checkPlace(document, { at: node.at, size, path: [...path, 'at'] });
    checkSymbol(document, node, path);
    for (const [role, binding] of Object.entries(node.bind)) {
      checkBinding(binding, [...path, 'bind', role], { known: context.known, document });
    }
  });
  listOf(data, 'pipes').forEach((raw, i) => {
    const pipe = pipeSchema.safeParse(raw).data;
    if (pipe === undefined) return;
    unique(pipe.id, ['pipes', i, 'id']);
    if (pipe.flow !== undefined) {
      checkBinding(pipe.flow, ['pipes', i, 'flow'], { known: context.known, document });
    }
  });
  return { id, scene, document };
}

function uniqueIn(document: Source): (id: string, path: Path) => void {
  const seen = new Map<string, Path>();
  return (id, path) => {
    const first = seen.get(id);
    if (first === undefined) {
      seen.set(id, path);
      return;
    }
    const line = document.lineOf(first);
    document.complain(
      path,
      { zh: `标识 "${id}" 重复`, en: `id "${id}" appears twice` },
      {
        zh: `第 ${line} 行已有；画面内标识必须唯一`,
        en: `line ${line} has it already; ids are unique within a scene`,
      },
    );
  };
}

function checkPlace(document: Source, { at, size, path }: { at: Node['at']; size: Scene['size']; path: Path }): void {
  const [x, y] = at;
  if (x >= 0 && y >= 0 && x <= size[0] && y <= size[1]) return;
  document.complain(
    path,
    { zh: `位置 ${x},${y} 在画面之外`, en: `${x},${y} lies outside the scene` },
    { zh: `画面为 ${size.join(' × ')}`, en: `the scene is ${size.join(' × ')}` },
  );
}

function checkSymbol(document: Source, node: Node, path: Path): void {
  const rules = symbolRules(node.symbol);
  if (rules === undefined) {
    const known = Object.keys(SYMBOL_CATALOGUE).join(', ');
    document.complain(
      [...path, 'symbol'],
      { zh: `图元 "${node.symbol}" 不存在`, en: `there is no symbol "${node.symbol}"` },
      { zh: `可用图元：${known}`, en: `the symbols are ${known}` },
    );
    return;
  }
  const roles = Object.keys(rules.roles);
  for (const role of Object.keys(node.bind).filter(r => !roles.includes(r))) {
    document.complain(
      [...path, 'bind', role],
      { zh: `图元 ${node.symbol} 没有角色 "${role}"`, en: `symbol ${node.symbol} has no role "${role}"` },
      roles.length === 0
        ? { zh: '此图元不绑定位号，去掉它', en: 'this symbol binds nothing; remove it' }
        : { zh: `可用角色：${roles.join(', ')}`, en: `its roles are ${roles.join(', ')}` },
    );
  }
  for (const role of roles.filter(r => rules.roles[r] === 'required' && !Object.hasOwn(node.bind, r))) {
    document.complain(
      [...path, 'bind'],
      {
        zh: `"${node.id}" 缺少角色 "${role}"`,
        en: `"${node.id}" does not bind the role "${role}"`,
      },
      {
        zh: `在 bind 中写 "${role}": 位号；图元 ${node.symbol} 必须有它`,
        en: `add "${role}": TAG to bind; symbol ${node.symbol} needs it`,
      },
    );
  }
  checkProps(document, node, path);
}

function checkProps(document: Source, node: Node, path: Path): void {
  const rules = symbolRules(node.symbol)?.props ?? {};
  for (const [name, value] of Object.entries(node.props)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      const known = Object.keys(rules).join(', ');
      document.complain(
        [...path, 'props', name],
        { zh: `图元 ${node.symbol} 没有属性 "${name}"`, en: `symbol ${node.symbol} has no prop "${name}"` },
        { zh: `可用属性：${known}`, en: `its props are ${known}` },
      );
    } else if (!fits(value, rule)) {
      const form = propForm(rule);
      document.complain(
        [...path, 'props', name],
        { zh: `属性 "${name}" 的值不对`, en: `the value of prop "${name}" is not right` },
        { zh: `应为 ${form.zh}`, en: `write ${form.en}` },
      );
    }
  }
}

function fits(value: Node['props'][string], rule: PropRule): boolean {
  if (typeof rule !== 'string') return rule.some(allowed => allowed === value);
  return rule === 'text' ? typeof value === 'object' : typeof value === rule;
}

const FORMS = {
  number: { zh: '数值，不加引号', en: 'a number, without quotes' },
  string: { zh: '带引号的文字', en: 'text in quotes' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  text: { zh: '{ "zh": "…", "en": "…" }', en: '{ "zh": "…", "en": "…" }' },
} as const;

function propForm(rule: PropRule): { readonly zh: string; readonly en: string } {
  if (typeof rule === 'string') return FORMS[rule];
  const values = rule.map(v => JSON.stringify(v));
  return { zh: values.join(' 或 '), en: values.join(' or ') };
}
