/** The transport protocols of ports, sorted as error texts list them. */
export const PROTOCOLS: readonly string[] = ["SCTP", "TCP", "UDP"];
