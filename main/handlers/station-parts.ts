/** What the handlers work with: the running parts of the station, given by the composition root. */
import type { DeviceStatus } from '../../shared/model/device.ts';
import type { StationDescription } from '../../shared/model/station.ts';
import type { OpcuaEngineering } from '../acquisition/drivers/opcua/engineering.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Clock } from '../platform/clock.ts';
import type { RecentHistory } from '../recent/recent-history.ts';
import type { Catalogue } from '../tags/catalogue.ts';
import type { TagTable } from '../tags/tag-table.ts';

export interface StationParts {
  readonly catalogue: Catalogue;
  readonly table: TagTable;
  readonly recent: RecentHistory;
  readonly events: EventLog;
  readonly clock: Clock;
  readonly describe: () => StationDescription;
  readonly devices: () => readonly DeviceStatus[];
  /** The OPC UA channels by id. */
  readonly opcua: ReadonlyMap<string, OpcuaEngineering>;
  readonly setDeviceEnabled: (device: string, isEnabled: boolean) => void;
}
