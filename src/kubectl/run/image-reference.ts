const ALPHANUMERIC = "[a-z0-9]+";
const PATH_PART = `${ALPHANUMERIC}(?:(?:[._]|__|[-]*)${ALPHANUMERIC})*`;
const DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const DOMAIN = `${DOMAIN_PART}(?:\\.${DOMAIN_PART})*(?::[0-9]+)?`;
const TAG = "[\\w][\\w.-]{0,127}";
const DIGEST = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?${PATH_PART}(?:/${PATH_PART})*(?::${TAG})?(?:@${DIGEST})?$`);

/** Whether a text can name an image: `nginx`, `reg.example.com:5000/team/app:1.2@sha256:…`. */
// docker/distribution/reference/regexp.go ReferenceRegexp
export function isImageReference(text: string): boolean {
  return REFERENCE.test(text);
}
