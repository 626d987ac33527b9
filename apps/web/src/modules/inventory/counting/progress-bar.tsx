import { useTexts } from "../../../app/language.ts";
import { countingTexts } from "./counting.texts.ts";

/** 126 / 214 种, and how much of the bar that is. */
export function ProgressBar(props: { readonly counted: number; readonly total: number; readonly large?: true }) {
  const t = useTexts(countingTexts);
  const { counted, total } = props;
  const said = t.ofKinds(counted, total);
  return (
    <span className={props.large ? "count-progress large" : "count-progress"}>
      <span className="count-progress-said">{said}</span>
      <span className="count-progress-bar" aria-hidden="true">
        <i style={{ width: `${total === 0 ? 0 : (counted / total) * 100}%` }} />
      </span>
      {props.large && <span className="count-progress-left">{t.left(total - counted)}</span>}
    </span>
  );
}
