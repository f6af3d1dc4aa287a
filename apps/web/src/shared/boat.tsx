/** Naru's sign: an open book as a boat, on water. With `moves`, it is under way. */
export function Boat({ size, moves = false }: { readonly size: number; readonly moves?: boolean }) {
  return (
    <svg
      viewBox="0 0 32 28"
      width={size}
      height={(size * 28) / 32}
      aria-hidden="true"
      className={moves ? 'boat-moves' : ''}
    >
      <clipPath id="boat-water">
        <rect x="3" y="19" width="26" height="9" />
      </clipPath>
      <g className="boat-hull">
        <path
          className="fill-river"
          d="M16 7.2C13.2 5.1 9.6 4.6 5.6 5.2 6.2 11.9 9.5 16.5 16 18.3 22.5 16.5 25.8 11.9 26.4 5.2 22.4 4.6 18.8 5.1 16 7.2Z"
        />
        <path className="stroke-paper" d="M16 7.2V18" strokeWidth="1.5" />
      </g>
      <g clipPath="url(#boat-water)">
        <path
          className="boat-water stroke-lantern"
          fill="none"
          strokeWidth="1.8"
          strokeLinecap="round"
          d="M3 22.6c2.1 0 2.1 1.6 4.2 1.6s2.1-1.6 4.2-1.6 2.1 1.6 4.2 1.6 2.1-1.6 4.2-1.6 2.1 1.6 4.2 1.6 2.1-1.6 4.2-1.6 2.1 1.6 4.2 1.6 2.1-1.6 4.2-1.6"
        />
      </g>
    </svg>
  );
}
