import { useTexts } from '../../shared/texts-context.tsx';

export function CrashScreen() {
  const { crash } = useTexts();
  return (
    <main role="alert" className="grid h-full place-content-center gap-3 p-6 text-center">
      <h1 className="font-serif text-2xl">{crash.title}</h1>
      <p className="text-faint">{crash.body}</p>
      <button
        type="button"
        className="mx-auto mt-2 h-11 rounded-full bg-river px-6 text-on-river"
        onClick={() => window.location.reload()}
      >
        {crash.reload}
      </button>
    </main>
  );
}
