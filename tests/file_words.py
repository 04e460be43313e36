"""The words of a stored file, all pages in one."""

from tetouan_portal.lib import file_texts


def text_of(content, content_type):
    return " ".join(page.text for page in file_texts.pages_of(content, content_type) if page.text)
