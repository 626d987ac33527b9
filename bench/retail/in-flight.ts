/** Takes the tasks in their order, so many at a time. */
export async function inFlight<T>(
  connections: number,
  tasks: readonly T[],
  work: (task: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(connections, tasks.length) }, async () => {
      for (let at = next++; at < tasks.length; at = next++) await work(tasks[at] as T);
    }),
  );
}
