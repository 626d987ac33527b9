/** Parts of one whole side by side, for instance 未到期 and 逾期 of the receivables. */
export type Share = { readonly id: string; readonly value: number; readonly colour: string };

export function ShareStrip({ shares, width = 108 }: { readonly shares: readonly Share[]; readonly width?: number }) {
  const whole = shares.reduce((sum, share) => sum + Math.max(0, share.value), 0);
  if (whole <= 0) return null;
  return (
    <span className="chart-share" style={{ width }} aria-hidden="true">
      {shares
        .filter((share) => share.value > 0)
        .map((share) => (
          <i key={share.id} style={{ flexGrow: share.value / whole, background: share.colour }} />
        ))}
    </span>
  );
}
