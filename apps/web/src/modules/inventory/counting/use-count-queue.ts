import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { api, refusalOf } from "../../../app/api.ts";
import { countQueue, nextBatch } from "./count-queue.ts";
import type { CountEntryDraft } from "./count-sheet.form.ts";

export type RefusedEntry = { readonly entry: CountEntryDraft; readonly message: string };
export type CountSending = {
  readonly waiting: readonly CountEntryDraft[];
  /** Sent while this page was open; the sheet was read before. */
  readonly sent: readonly CountEntryDraft[];
  readonly refused: readonly RefusedEntry[];
  readonly isOffline: boolean;
  /** The server said no to all of it, such as when the task is over. */
  readonly stopped: string;
  readonly add: (entry: CountEntryDraft) => void;
  readonly forgetRefused: () => void;
};

const retryAfter = 5_000;
function deviceName(): string {
  const system = /\(([^)]*)\)/.exec(navigator.userAgent)?.[1] ?? "";
  return system.split(";").slice(0, 2).join(";").slice(0, 60);
}

/** Entries go out as they are made; without a network they wait on this device and go when it is back. */
export function useCountQueue(userId: string, taskId: string): CountSending {
  const queue = useMemo(() => countQueue(localStorage, userId, taskId), [userId, taskId]);
  const [waiting, setWaiting] = useState(() => queue.read());
  const [sent, setSent] = useState<readonly CountEntryDraft[]>([]);
  const [refused, setRefused] = useState<readonly RefusedEntry[]>([]);
  const [isOffline, setOffline] = useState(false);
  const [stopped, setStopped] = useState("");
  const isSending = useRef(false);

  const send = useCallback(async () => {
    if (isSending.current) return;
    isSending.current = true;
    try {
      for (let batch = nextBatch(queue.read()); batch.length > 0; batch = nextBatch(queue.read())) {
        const answer = await api.call("countTasks.count", {
          params: { id: taskId },
          body: { sentAt: new Date().toISOString(), device: deviceName(), entries: [...batch] },
        });
        const taken = new Set([...answer.stored, ...answer.known]);
        const refusals = new Map(answer.refused.map((one) => [one.id, one.message]));
        queue.settle(batch.map((entry) => entry.id));
        setWaiting(queue.read());
        setSent((old) => [...old, ...batch.filter((entry) => taken.has(entry.id))]);
        setRefused((old) => [
          ...old,
          ...batch
            .filter((entry) => refusals.has(entry.id))
            .map((entry) => ({ entry, message: refusals.get(entry.id) ?? "" })),
        ]);
        setOffline(false);
        setStopped("");
      }
    } catch (error) {
      const problem = refusalOf(error);
      const isLost = problem.status === 503 || problem.status >= 500;
      setOffline(isLost);
      setStopped(isLost ? "" : problem.detail);
    } finally {
      isSending.current = false;
    }
  }, [queue, taskId]);

  useEffect(() => {
    void send();
    const again = () => void send();
    window.addEventListener("online", again);
    const timer = setInterval(() => {
      if (queue.read().length > 0) void send();
    }, retryAfter);
    return () => {
      window.removeEventListener("online", again);
      clearInterval(timer);
    };
  }, [queue, send]);

  const add = useCallback(
    (entry: CountEntryDraft) => {
      queue.add(entry);
      setWaiting(queue.read());
      void send();
    },
    [queue, send],
  );
  return { waiting, sent, refused, isOffline, stopped, add, forgetRefused: () => setRefused([]) };
}
