/** Which tabs a faceplate of each type has, at most five, and what stands on each. The same layout for the same type. */
import type { ReactNode } from 'react';
import type { AssetType, ServedAsset } from '../../../shared/model/asset.ts';
import type { PlateTab } from '../../../shared/text/faceplates/faceplates.ts';
import { TotalsPart } from '../history/totals-part.tsx';
import { TravelPart } from '../history/travel-part.tsx';
import { AlarmPart } from '../parts/alarm-part.tsx';
import { LimitTable } from '../parts/limit-table.tsx';
import { Notes } from '../parts/notes.tsx';
import { Permissives } from '../parts/permissives.tsx';
import { TrendPart } from '../parts/trend-part.tsx';
import { isMeasured, useRoleTags } from '../parts/use-asset.ts';
import { AnalogValue } from './analog-plate.tsx';
import { MeterConstants, MeterDiagnostics, MeterOperate } from './meter-plate.tsx';
import { RegulatorOperate, RegulatorSettings } from './regulator-plate.tsx';
import { AnalyserComponents, AnalyserOperate, MotorOperate, VesselOperate } from './table-plate.tsx';
import { SlamShutOperate, ValveOperate } from './valve-plate.tsx';

const GENERAL = ['operate', 'limits', 'trend', 'alarms', 'notes'] as const;

export const TABS_OF: Readonly<Record<AssetType, readonly PlateTab[]>> = {
  valve: ['operate', 'interlocks', 'trend', 'history', 'notes'],
  'slam-shut': ['operate', 'setpoints', 'trend', 'alarms', 'notes'],
  'regulator-run': ['operate', 'setpoints', 'trend', 'alarms', 'notes'],
  analog: ['value', 'limits', 'trend', 'alarms', 'notes'],
  'meter-run': ['operate', 'diagnostics', 'totals', 'constants', 'alarms'],
  motor: GENERAL,
  analyser: ['operate', 'components', 'trend', 'alarms', 'notes'],
  vessel: GENERAL,
  unit: GENERAL,
};

interface BodyProps {
  readonly asset: ServedAsset;
  readonly tab: PlateTab;
}

const OPERATE: Readonly<Record<AssetType, (props: { readonly asset: ServedAsset }) => ReactNode>> = {
  valve: ValveOperate,
  'slam-shut': SlamShutOperate,
  'regulator-run': RegulatorOperate,
  analog: AnalogValue,
  'meter-run': MeterOperate,
  motor: MotorOperate,
  analyser: AnalyserOperate,
  vessel: VesselOperate,
  unit: VesselOperate,
};

const TAB: Readonly<Partial<Record<PlateTab, (props: { readonly asset: ServedAsset }) => ReactNode>>> = {
  interlocks: Permissives,
  setpoints: RegulatorSettings,
  limits: LimitTable,
  diagnostics: MeterDiagnostics,
  totals: TotalsPart,
  components: AnalyserComponents,
  constants: MeterConstants,
  trend: TrendTab,
  alarms: AlarmPart,
  history: HistoryTab,
  notes: Notes,
};

export function TabBody({ asset, tab }: BodyProps): ReactNode {
  const Content = TAB[tab] ?? OPERATE[asset.type];
  return <Content asset={asset} />;
}

/** Measured values first: what moves is what somebody wants to see. */
function TrendTab({ asset }: { readonly asset: ServedAsset }): ReactNode {
  const all = useRoleTags(asset);
  return (
    <TrendPart values={[...all.filter(isMeasured), ...all.filter(role => !isMeasured(role) && !role.tag.writable)]} />
  );
}

function HistoryTab({ asset }: { readonly asset: ServedAsset }): ReactNode {
  return (
    <>
      <TravelPart asset={asset} />
      <AlarmPart asset={asset} />
    </>
  );
}
