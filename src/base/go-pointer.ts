/**
 * A pointer as `%#v` prints it inside a struct: its type and an address that differs with every request on a real server.
 * Readers can do nothing with it, so ours is always the same.
 */
export function goPointer(type: string): string {
  return `(*${type})(0xc000a1e2c0)`;
}
