import { Boat } from '../../shared/boat.tsx';
import { useTexts } from '../../shared/texts-context.tsx';

/** The report's conversation before its first question. */
export function ReportWelcome({ onAsk }: { readonly onAsk: (question: string) => void }) {
  const { reports: texts } = useTexts();
  return (
    <div className="arrives flex min-h-full flex-col justify-center py-6">
      <Boat size={44} moves />
      <p className="mt-3 text-faint">{texts.askAbout}</p>
      <ul className="mt-4 flex flex-col gap-2">
        {texts.questions.map(question => (
          <li key={question}>
            <button
              type="button"
              onClick={() => onAsk(question)}
              className="w-full rounded-2xl border border-line bg-sheet px-4 py-2.5 text-left transition-colors hover:border-river"
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
