import type { ImportPreview } from "@zhangshi/contract";
import { AutoComplete, Radio, Select } from "antd";
import { useTexts } from "../../app/language.ts";
import { migrationTexts } from "./migration.texts.ts";

type Question = ImportPreview["questions"][number];
type Answers = Readonly<Record<string, string>>;
/** More than this, or longer ones, are a list to open instead of buttons in a row. */
const mostInARow = 4;

/** What only the shop can decide. Every question has an answer already, so nobody has to touch it. */
export function Questions(props: {
  readonly questions: readonly Question[];
  readonly answers: Answers;
  readonly onAnswer: (id: string, answer: string) => void;
}) {
  const t = useTexts(migrationTexts);
  return (
    <section className="import-card" aria-label={t.questions}>
      <header>
        <h2>{t.questions}</h2>
        <span>{props.questions.length}</span>
      </header>
      <ol className="import-questions">
        {props.questions.map((question) => (
          <li key={question.id}>
            <p id={`question-${question.id}`}>{question.text}</p>
            <Answer
              question={question}
              value={props.answers[question.id] ?? question.suggested ?? ""}
              onValue={(value) => props.onAnswer(question.id, value)}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Answer({
  question,
  value,
  onValue,
}: {
  readonly question: Question;
  readonly value: string;
  readonly onValue: (value: string) => void;
}) {
  const t = useTexts(migrationTexts);
  const options = question.options.map((option) => ({
    value: option.value,
    label: option.value === question.suggested ? `${option.label}（${t.suggestion}）` : option.label,
  }));
  const labelled = { "aria-labelledby": `question-${question.id}` };
  if (question.freeText)
    return (
      <AutoComplete
        {...labelled}
        className="import-answer"
        value={value}
        options={options}
        maxLength={40}
        onChange={onValue}
      />
    );
  if (options.length > mostInARow)
    return (
      <Select
        {...labelled}
        className="import-answer"
        value={value}
        options={options}
        onChange={onValue}
        popupMatchSelectWidth={false}
      />
    );
  return (
    <Radio.Group
      {...labelled}
      value={value}
      options={options}
      onChange={(event) => onValue(String(event.target.value))}
    />
  );
}
