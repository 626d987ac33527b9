import { FileExcelOutlined, PlayCircleOutlined, RightOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useState } from "react";
import { refusalOf, useCall, useSend } from "../../app/api.ts";
import { useTexts } from "../../app/language.ts";
import { PageState, RefusalBand } from "../../ui/page-states.tsx";
import { CompanyForm } from "./company-form.tsx";
import { DemoProgress, type Demo } from "./demo-progress.tsx";
import { OpeningFrame } from "./opening-frame.tsx";
import { GoHome } from "./go-home.tsx";
import { setupTexts } from "./setup.texts.ts";

export function Page() {
  const t = useTexts(setupTexts);
  const state = useCall("setup.state");
  const [demo, setDemo] = useState<Demo | undefined>(undefined);
  const [opensImport, setOpensImport] = useState(false);
  const load = useSend("setup.demo");

  if (demo !== undefined)
    return (
      <OpeningFrame times>
        <DemoProgress demo={demo} />
      </OpeningFrame>
    );
  return (
    <OpeningFrame times>
      <PageState query={state}>
        {(setup) =>
          setup.needed ? (
            <>
              <h1>{t.title}</h1>
              <p className="opening-sub">{t.subtitle}</p>
              <div className="setup-ways">
                <CompanyForm today={setup.today} opensImport={opensImport} />
                <div className="setup-others">
                  <section>
                    <h2>
                      <PlayCircleOutlined /> {t.demo}
                    </h2>
                    <p>{t.demoText}</p>
                    <span className="setup-kind">{t.demoKind}</span>
                    {load.error && <RefusalBand>{refusalOf(load.error).detail}</RefusalBand>}
                    <Button loading={load.isPending} onClick={() => load.mutate({ body: {} }, { onSuccess: setDemo })}>
                      {t.demoLoad} <RightOutlined />
                    </Button>
                  </section>
                  <section>
                    <h2>
                      <FileExcelOutlined /> {t.bring}
                    </h2>
                    <p>{t.bringText}</p>
                    <Button
                      aria-pressed={opensImport}
                      className={opensImport ? "chosen" : ""}
                      onClick={() => setOpensImport(!opensImport)}
                    >
                      {opensImport ? `✓ ${t.bringChosen}` : t.bringAction} {!opensImport && <RightOutlined />}
                    </Button>
                  </section>
                </div>
              </div>
            </>
          ) : (
            <GoHome />
          )
        }
      </PageState>
    </OpeningFrame>
  );
}
