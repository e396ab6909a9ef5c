"""Makes the golden text and pictures of every form anew: `python -m tests.golden.make_forms`. Look at them before you
commit them.
"""

from officer_app.print.forms import Forms
from tests.print.golden import FOLDER, picture, sheets, text
from tests.print.paper import TEMPLATES


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    forms = Forms(TEMPLATES)
    for name, make in sheets(forms).items():
        pdf = make()
        (FOLDER / f"{name}.txt").write_text(text(pdf), encoding="utf-8")
        picture(pdf).save(FOLDER / f"{name}.png", optimize=True)
        print(name, pdf.pages)


if __name__ == "__main__":
    main()
