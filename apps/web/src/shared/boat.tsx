/** Naru's sign: a ferry whose sail is an open book. With `moves`, it is under way. */
export function Boat({ size, moves = false }: { readonly size: number; readonly moves?: boolean }) {
  return (
    <svg
      viewBox="0 0 32 30"
      width={size}
      height={(size * 30) / 32}
      aria-hidden="true"
      className={moves ? 'boat-moves' : ''}
    >
      <clipPath id="boat-water">
        <rect x="2" y="22" width="28" height="8" />
      </clipPath>
      <g className="boat-hull">
        <path
          className="fill-river"
          opacity="0.55"
          d="M14.8 3.2C12.6 6.8 9.6 9.7 5.8 11.9 8.7 13 11.8 13.3 14.8 12.9Z"
        />
        <path className="fill-river" d="M16.6 1.8C19.6 4.3 22.9 8.2 25.6 12.3 22.8 13.4 19.6 13.5 16.6 12.9Z" />
        <path
          className="fill-river"
          d="M3.8 15.6H28.2C27.3 19.9 24.2 22.4 20.3 22.4H11.7C7.8 22.4 4.7 19.9 3.8 15.6Z"
        />
      </g>
      <g clipPath="url(#boat-water)">
        <path
          className="boat-water stroke-lantern"
          fill="none"
          strokeWidth="1.9"
          strokeLinecap="round"
          d="M2 25.6c2.1 0 2.1 1.7 4.2 1.7s2.1-1.7 4.2-1.7 2.1 1.7 4.2 1.7 2.1-1.7 4.2-1.7 2.1 1.7 4.2 1.7 2.1-1.7 4.2-1.7 2.1 1.7 4.2 1.7 2.1-1.7 4.2-1.7"
        />
      </g>
    </svg>
  );
}
