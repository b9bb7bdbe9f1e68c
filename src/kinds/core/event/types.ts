import type { KubeObject } from "../../../machinery/object.ts";
import type { ObjectReference } from "../../shared/types.ts";

/** v1.Event */
export interface Event extends KubeObject {
  involvedObject: ObjectReference;
  reason?: string;
  message?: string;
  source?: EventSource;
  firstTimestamp?: string | null;
  lastTimestamp?: string | null;
  count?: number;
  type?: string;
  eventTime?: string | null;
  series?: EventSeries;
  action?: string;
  related?: ObjectReference;
  reportingComponent: string;
  reportingInstance: string;
}

/** v1.EventSource */
export interface EventSource {
  component?: string;
  host?: string;
}

/** v1.EventSeries */
export interface EventSeries {
  count?: number;
  lastObservedTime?: string;
  state?: string;
}
