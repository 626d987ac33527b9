/** The mark is an equals sign: 账 = 实. */
export function Logo(props: { readonly size?: number }) {
  const size = props.size ?? 26;
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
      <rect width="28" height="28" rx="5" fill="var(--ac)" />
      <path d="M7 9.5h14v3H7zM7 15.5h14v3H7z" fill="var(--onac)" />
    </svg>
  );
}
