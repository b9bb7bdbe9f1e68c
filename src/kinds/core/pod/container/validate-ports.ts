import { duplicate, type FieldError, invalid, notSupported, required } from "../../../../machinery/validation/field-error.ts";
import { checkPortName, checkPortNumber } from "../../../../machinery/validation/names.ts";
import type { Release } from "../../../../release/release.ts";
import { checkEach } from "../../../shared/checks.ts";
import { PROTOCOLS } from "../../../shared/protocols.ts";
import type { Container, ContainerPort } from "./types.ts";

// pkg/apis/core/validation/validation.go validateContainerPorts, 1.20
export function validatePorts(ports: readonly ContainerPort[] | undefined, path: string, release: Release): FieldError[] {
  const names = new Set<string>();
  return checkEach(path, ports, ({ name, containerPort, hostPort, protocol = "" }, at) => {
    const errors: FieldError[] = [];
    if (name) {
      const wrongs = checkPortName(name, release);
      errors.push(...wrongs.map((wrong) => invalid(`${at}.name`, name, wrong)));
      if (wrongs.length === 0 && names.has(name)) errors.push(duplicate(`${at}.name`, name));
      names.add(name);
    }
    if (!containerPort) errors.push(required(`${at}.containerPort`));
    else errors.push(...checkPortNumber(containerPort).map((wrong) => invalid(`${at}.containerPort`, containerPort, wrong)));
    if (hostPort) errors.push(...checkPortNumber(hostPort).map((wrong) => invalid(`${at}.hostPort`, hostPort, wrong)));
    if (!protocol) errors.push(required(`${at}.protocol`));
    else if (!PROTOCOLS.includes(protocol)) errors.push(notSupported(`${at}.protocol`, protocol, PROTOCOLS));
    return errors;
  });
}

/** No two containers may want the same port of the node. */
export function validateHostPorts(containers: readonly Pick<Container, "ports">[], path: string): FieldError[] {
  const taken = new Set<string>();
  return checkEach(path, containers, ({ ports }, at) =>
    checkEach(`${at}.ports`, ports, ({ hostPort, hostIP = "", protocol = "" }, portAt) => {
      if (!hostPort) return [];
      const key = `${protocol}/${hostIP}/${hostPort}`;
      if (taken.has(key)) return [duplicate(`${portAt}.hostPort`, key)];
      taken.add(key);
      return [];
    }),
  );
}
