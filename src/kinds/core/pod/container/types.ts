import type { JsonObject } from "../../../../base/json.ts";
import type { IntOrString } from "../../../shared/types.ts";

/** v1.Container */
export interface Container {
  name: string;
  image?: string;
  command?: string[];
  args?: string[];
  workingDir?: string;
  ports?: ContainerPort[];
  envFrom?: EnvFromSource[];
  env?: EnvVar[];
  resources?: ResourceRequirements;
  resizePolicy?: JsonObject[];
  restartPolicy?: string;
  volumeMounts?: VolumeMount[];
  volumeDevices?: VolumeDevice[];
  livenessProbe?: Probe;
  readinessProbe?: Probe;
  startupProbe?: Probe;
  lifecycle?: Lifecycle;
  terminationMessagePath?: string;
  terminationMessagePolicy?: "FallbackToLogsOnError" | "File";
  imagePullPolicy?: "Always" | "IfNotPresent" | "Never";
  securityContext?: SecurityContext;
  stdin?: boolean;
  stdinOnce?: boolean;
  tty?: boolean;
}

/** v1.EphemeralContainer */
export interface EphemeralContainer extends Container {
  targetContainerName?: string;
}

/** v1.ContainerPort */
export interface ContainerPort {
  name?: string;
  hostPort?: number;
  containerPort: number;
  protocol?: "SCTP" | "TCP" | "UDP";
  hostIP?: string;
}

/** v1.EnvVar */
export interface EnvVar {
  name: string;
  value?: string;
  valueFrom?: EnvVarSource;
}

/** v1.EnvVarSource */
export interface EnvVarSource {
  fieldRef?: ObjectFieldSelector;
  resourceFieldRef?: ResourceFieldSelector;
  configMapKeyRef?: ConfigMapKeySelector;
  secretKeyRef?: SecretKeySelector;
}

/** v1.ObjectFieldSelector */
export interface ObjectFieldSelector {
  apiVersion?: string;
  fieldPath: string;
}

/** v1.ResourceFieldSelector */
export interface ResourceFieldSelector {
  containerName?: string;
  resource: string;
  divisor?: string;
}

/** v1.ConfigMapKeySelector */
export interface ConfigMapKeySelector {
  name?: string;
  key: string;
  optional?: boolean;
}

/** v1.SecretKeySelector */
export interface SecretKeySelector {
  name?: string;
  key: string;
  optional?: boolean;
}

/** v1.EnvFromSource */
export interface EnvFromSource {
  prefix?: string;
  configMapRef?: ConfigMapEnvSource;
  secretRef?: SecretEnvSource;
}

/** v1.ConfigMapEnvSource */
export interface ConfigMapEnvSource {
  name?: string;
  optional?: boolean;
}

/** v1.SecretEnvSource */
export interface SecretEnvSource {
  name?: string;
  optional?: boolean;
}

/** v1.ResourceRequirements */
export interface ResourceRequirements {
  limits?: Record<string, string>;
  requests?: Record<string, string>;
  claims?: JsonObject[];
}

/** v1.VolumeMount */
export interface VolumeMount {
  name: string;
  readOnly?: boolean;
  recursiveReadOnly?: string;
  mountPath: string;
  subPath?: string;
  mountPropagation?: "Bidirectional" | "HostToContainer" | "None";
  subPathExpr?: string;
}

/** v1.VolumeDevice */
export interface VolumeDevice {
  name: string;
  devicePath: string;
}

/** v1.Probe */
export interface Probe {
  exec?: ExecAction;
  httpGet?: HTTPGetAction;
  tcpSocket?: TCPSocketAction;
  grpc?: GRPCAction;
  initialDelaySeconds?: number;
  timeoutSeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
  terminationGracePeriodSeconds?: number;
}

/** v1.ExecAction */
export interface ExecAction {
  command?: string[];
}

/** v1.HTTPGetAction */
export interface HTTPGetAction {
  path?: string;
  port: IntOrString;
  host?: string;
  scheme?: "HTTP" | "HTTPS";
  httpHeaders?: HTTPHeader[];
}

/** v1.HTTPHeader */
export interface HTTPHeader {
  name: string;
  value: string;
}

/** v1.TCPSocketAction */
export interface TCPSocketAction {
  port: IntOrString;
  host?: string;
}

/** v1.GRPCAction */
export interface GRPCAction {
  port: number;
  service?: string;
}

/** v1.Lifecycle */
export interface Lifecycle {
  postStart?: LifecycleHandler;
  preStop?: LifecycleHandler;
}

/** v1.LifecycleHandler */
export interface LifecycleHandler {
  exec?: ExecAction;
  httpGet?: HTTPGetAction;
  tcpSocket?: TCPSocketAction;
  sleep?: JsonObject;
}

/** v1.Capabilities */
export interface Capabilities {
  add?: string[];
  drop?: string[];
}

/** v1.SecurityContext */
export interface SecurityContext {
  capabilities?: Capabilities;
  privileged?: boolean;
  seLinuxOptions?: JsonObject;
  windowsOptions?: JsonObject;
  runAsUser?: number;
  runAsGroup?: number;
  runAsNonRoot?: boolean;
  readOnlyRootFilesystem?: boolean;
  allowPrivilegeEscalation?: boolean;
  procMount?: "Default" | "Unmasked";
  seccompProfile?: SeccompProfile;
  appArmorProfile?: JsonObject;
}

/** v1.SeccompProfile */
export interface SeccompProfile {
  type: "Localhost" | "RuntimeDefault" | "Unconfined";
  localhostProfile?: string;
}
