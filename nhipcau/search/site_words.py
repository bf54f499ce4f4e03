"""Words."""
def words_of_site(): return None
def prompt_for(language): return ""
