import { ArrowUpRight } from 'lucide-react';
import { Boat } from '../../shared/boat.tsx';
import { useTexts } from '../../shared/texts-context.tsx';

/** The page before the first question. */
export function Welcome({ onAsk }: { readonly onAsk: (question: string) => void }) {
  const { welcome } = useTexts();
  return (
    <div className="arrives flex min-h-full flex-col justify-center py-6 sm:pb-14">
      <Boat size={64} moves />
      <h2 className="mt-4 font-serif text-[1.625rem] leading-snug font-bold tracking-tight sm:text-[2.125rem]">
        {welcome.heading}
      </h2>
      <p className="mt-2 max-w-xl text-faint">{welcome.body}</p>
      <h3 className="mt-6 text-[0.8125rem] sm:mt-9 font-semibold text-faint">{welcome.questionsLabel}</h3>
      <ul className="mt-2.5 grid gap-2 sm:gap-2.5 sm:grid-cols-2">
        {welcome.questions.map(({ topic, question }) => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="group flex h-full w-full items-start gap-3 rounded-2xl border border-line bg-sheet px-4 py-2.5 text-left sm:py-3.5 transition-colors hover:border-river"
            >
              <span className="flex-1">
                <span className="block text-[0.8125rem] font-semibold text-river">{topic}</span>
                <span className="mt-0.5 block leading-normal">{question}</span>
              </span>
              <ArrowUpRight
                size={18}
                aria-hidden="true"
                className="mt-1 text-faint transition-colors group-hover:text-river"
              />
            </button>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-[0.8125rem] text-faint sm:mt-6">{welcome.promise}</p>
    </div>
  );
}
