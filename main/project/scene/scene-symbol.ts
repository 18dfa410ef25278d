/** What a node of a scene asks of its symbol: that there is one, its roles, its props. */
import type { SceneNode } from '../../../shared/model/scene.ts';
import type { PropRule, SymbolRules } from '../../../shared/scene/catalogue/rules.ts';
import { SYMBOL_CATALOGUE, symbolRules } from '../../../shared/scene/symbol-catalogue.ts';
import type { Source } from '../document.ts';

type Path = readonly PropertyKey[];

/**
 * Complains about all that the symbol does not know or lacks. `bound` are the roles that the node has with those of its
 * asset; of an asset that does not exist nothing is known, so nothing is missing.
 */
export function checkSymbol(
  document: Source,
  { node, path, bound }: { node: SceneNode; path: Path; bound: SceneNode['bind'] | null },
): void {
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
  for (const role of missingRoles(rules.roles, bound)) {
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

function missingRoles(roles: SymbolRules['roles'], bound: SceneNode['bind'] | null): readonly string[] {
  if (bound === null) return [];
  return Object.keys(roles).filter(role => roles[role] === 'required' && !Object.hasOwn(bound, role));
}

function checkProps(document: Source, node: SceneNode, path: Path): void {
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

function fits(value: SceneNode['props'][string], rule: PropRule): boolean {
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
