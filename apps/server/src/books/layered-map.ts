/** A map of which a branch may go its own way while the one below stands still: nothing is copied. */
export class LayeredMap<K, V> {
  private readonly own = new Map<K, V>();
  private readonly below: LayeredMap<K, V> | undefined;

  constructor(below?: LayeredMap<K, V>) {
    this.below = below;
  }
  get(key: K): V | undefined {
    return this.own.get(key) ?? this.below?.get(key);
  }
  set(key: K, value: V): void {
    this.own.set(key, value);
  }
  /** What stands below is still seen: whoever deletes says that nobody will ask again. */
  forget(key: K): void {
    this.own.delete(key);
  }
  branch(): LayeredMap<K, V> {
    return new LayeredMap(this);
  }
  /** Its own entries; of a map that is nobody's branch, all of them. */
  entries(): ReadonlyMap<K, V> {
    return this.own;
  }
}
